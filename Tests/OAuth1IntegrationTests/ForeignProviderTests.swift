//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1URLSession
import Testing

@Suite("Our clients at the providers of other libraries", .enabled(if: PeerPython.isExpected), .foreignProviders)
struct ForeignProviderTests {
    /// What a protected resource says that it got.
    private struct Got: Decodable {
        let user: String
        let values: [[String]]
    }

    /// One way of signing at one provider.
    struct Way: Sendable, CustomTestStringConvertible {
        let provider: ForeignProvider
        let name: OAuth1SignatureMethod.Name
        let placement: OAuth1Placement

        var testDescription: String { "\(name.rawValue) in the \(placement.rawValue), at \(provider.rawValue)" }

        static let all = ForeignProvider.allCases.flatMap { provider in
            provider.methods.flatMap { name in
                OAuth1Placement.allCases.map { Way(provider: provider, name: name, placement: $0) }
            }
        }

        func method() throws -> OAuth1SignatureMethod {
            let method = try PeerKeys().methods.first { $0.name == name }
            return try #require(method)
        }

        private var decodesTwice: Bool { provider.decodesTwice(placement, name) }

        /// With PLAINTEXT, the secret is a value of a protocol parameter.
        var credentials: OAuth1ClientCredentials {
            name == .plaintext && decodesTwice ? ForeignClients.plain : ForeignClients.odd
        }

        var callback: String { "https://app.example/back?state=" + (decodesTwice ? "a+b" : "a%20b%2B%25") }

        func withClient(_ shell: Shell, _ use: (ShellClient) async throws -> Void) async throws {
            try await shell.withClient(
                credentials,
                method: try method(),
                signing: OAuth1SigningConfiguration(placement: placement),
                options: provider.options,
                use
            )
        }
    }

    private let hmac = { Way(provider: $0, name: .hmacSHA1, placement: .header) }

    private func expectGot(
        _ response: OAuth1Response,
        _ values: [[String]],
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let got = try response.json(Got.self)
        #expect(got.user == "alice", sourceLocation: location)
        // Flask leaves the protocol parameters in what it shows of a query and a form.
        #expect(got.values.filter { !$0[0].hasPrefix("oauth_") } == values, sourceLocation: location)
    }

    private func pairs(_ parameters: OAuth1Parameters) -> [[String]] { parameters.map { [$0.name, $0.value] } }

    private func authorizedToken(_ client: ShellClient, _ way: Way) async throws -> OAuth1Authorization {
        let origin = try way.provider.origin
        let requestToken = try await client.fetchRequestToken(
            origin + "/oauth/request_token",
            callback: .url(way.callback)
        )
        #expect(requestToken.isCallbackConfirmed == way.provider.options.requiresCallbackConfirmation)
        let page = client.client.authorizationURL(origin + "/oauth/authorize", for: requestToken)
        let answer = try await OAuth1TestBrowser(transport: .urlSession).allow(page)
        let authorization = try client.client.parseAuthorizationResponse(answer, for: requestToken).authorization()
        #expect(authorization.parameters["state"] == (way.callback.hasSuffix("+b") ? "a b" : "a b+%"))
        return authorization
    }

    private func login(_ client: ShellClient, _ way: Way) async throws -> OAuth1AccessToken {
        let authorization = try await authorizedToken(client, way)
        return try await client.fetchAccessToken(
            try way.provider.origin + "/oauth/access_token",
            requestToken: authorization.requestToken,
            verifier: authorization.verifier
        )
    }

    private func error(_ use: () async throws -> Void) async -> OAuth1ClientError? {
        do {
            try await use()
            return nil
        } catch {
            return error as? OAuth1ClientError
        }
    }

    @Test("The three steps and calls succeed", arguments: Shell.allCases, Way.all)
    func loginAndCalls(shell: Shell, way: Way) async throws {
        let origin = try way.provider.origin
        try await way.withClient(shell) { client in
            let user = client.using(try await login(client, way))
            let form = way.provider.form
            try expectGot(try await user.post(origin + "/api/form", .form(form)), pairs(form))
            // A form is the only body that has a place for protocol parameters.
            guard way.placement != .body else { return }
            let query = way.provider.query
            let target = origin + "/api/me?" + query.formEncodedString
            try expectGot(try await user.get(target), pairs(query))
            let body = #"{"message": "é & +"}"#
            try expectGot(try await user.post(origin + "/api/json", .json(body)), [["json", body]])
        }
    }

    @Test(
        "A wrong secret, a changed token and an ended one are rejected, and the rejection is the response",
        arguments: Shell.allCases,
        ForeignProvider.allCases
    )
    func refusedTokens(shell: Shell, provider: ForeignProvider) async throws {
        let (way, me) = (hmac(provider), try provider.origin + "/api/me")
        try await way.withClient(shell) { client in
            let token = try await login(client, way)
            let wrong = [
                OAuth1AccessToken(token: token.token, secret: OAuth1Secret(token.secret.reveal() + "x")),
                OAuth1AccessToken(token: String(token.token.reversed()), secret: token.secret),
                OAuth1AccessToken(token: token.token, secret: ""),
            ]
            for wrong in wrong {
                let status = try await client.using(wrong).get(me).status
                #expect(status == .unauthorized)
            }
            let user = client.using(token)
            try expectGot(try await user.get(me), [])
            try expectGot(try await user.post(try provider.origin + "/api/sign-out", nil), [])
            let refusal = try await user.get(me)
            #expect(refusal.status == .unauthorized)
            #expect(throws: OAuth1ClientError(.unexpectedStatus, "", status: .unauthorized)) {
                try refusal.checkingStatus()
            }
        }
    }

    @Test(
        "A wrong consumer secret, a wrong verifier and a used request token get no token",
        arguments: Shell.allCases,
        ForeignProvider.allCases
    )
    func refusedSteps(shell: Shell, provider: ForeignProvider) async throws {
        let (way, origin) = (hmac(provider), try provider.origin)
        let stranger = OAuth1ClientCredentials(key: ForeignClients.odd.key, secret: "some other secret")
        try await shell.withClient(stranger) { client in
            let error = await error {
                _ = try await client.fetchRequestToken(origin + "/oauth/request_token", callback: .url(way.callback))
            }
            #expect(error?.code == .tokenRequestRefused)
            #expect(error?.status == .unauthorized)
            #expect(error?.description.contains("other secret") == false)
        }
        try await way.withClient(shell) { client in
            let url = origin + "/oauth/access_token"
            func refusal(_ token: OAuth1RequestToken, _ verifier: String?) async -> OAuth1ClientError.Code? {
                await error { _ = try await client.fetchAccessToken(url, requestToken: token, verifier: verifier) }?
                    .code
            }
            let first = try await authorizedToken(client, way)
            #expect(await refusal(first.requestToken, "abcdefghijklmnopqrstuvwxyz") == .tokenRequestRefused)
            let second = try await authorizedToken(client, way)
            _ = try await client.fetchAccessToken(url, requestToken: second.requestToken, verifier: second.verifier)
            #expect(await refusal(second.requestToken, second.verifier) == .tokenRequestRefused)
        }
    }

    @Test(
        "A late and a repeated request are rejected, and the right time is learned",
        arguments: Shell.allCases,
        ForeignProvider.allCases
    )
    func refusedRequests(shell: Shell, provider: ForeignProvider) async throws {
        let (way, me) = (hmac(provider), try provider.origin + "/api/me")
        let repeating = OAuth1SigningConfiguration(clock: StoppedClock(), nonceSource: OneNonce())
        try await way.withClient(shell) { client in
            let token = try await login(client, way)
            let late = OAuth1SigningConfiguration(clock: LateClock())
            let unlearned = OAuth1FlowOptions(retries: .none, clockSkew: .none)
            try await shell.withClient(way.credentials, signing: late, options: unlearned) { late in
                let status = try await late.using(token).get(me).status
                #expect(status == (provider == .oauthlib ? .unauthorized : .badRequest))
            }
            // Neither says why, but both have the Date field.
            try await shell.withClient(way.credentials, signing: late) { late in
                let status = try await late.using(token).get(me).status
                #expect(status == .ok)
            }
            try await shell.withClient(way.credentials, signing: repeating) { repeating in
                let user = repeating.using(token)
                let first = try await user.get(me).status
                let second = try await user.get(me).status
                #expect(first == .ok)
                #expect(second == .unauthorized)
            }
        }
    }

    @Test("A request that is changed in transit is rejected", arguments: Way.all.filter { $0.name != .plaintext })
    func changedRequests(way: Way) async throws {
        let origin = try way.provider.origin
        try await way.withClient(.asyncOverURLSession) { client in
            let token = try await login(client, way)
            let auth = OAuth1Auth(
                client: way.credentials,
                token: token,
                method: try way.method(),
                configuration: OAuth1SigningConfiguration(placement: way.placement)
            )
            var request = try HTTPRequest(method: .post, absoluteURL: origin + "/api/form?a=b")
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
            func status(_ change: (inout HTTPRequest, inout [UInt8]?) -> Void) async throws -> HTTPResponse.Status {
                let signed = try auth.sign(request, body: Array("message=hello".utf8))
                var (request, body) = (signed.request, signed.body)
                change(&request, &body)
                return try await URLSessionTransport().send(request, body: body, maximumResponseBytes: 1_000_000).status
            }
            let unchanged = try await status { _, _ in }
            #expect(unchanged == .ok)
            let changed = [
                try await status { request, _ in request.path?.replace("a=b", with: "a=c") },
                try await status { request, _ in request.path?.replace("form?", with: "json?") },
                try await status { _, body in body?.insert(contentsOf: "x=y&".utf8, at: 0) },
            ]
            #expect(changed.allSatisfy { $0 == .unauthorized }, "\(changed)")
        }
    }

    @Test("A user's denial at Authlib's provider is a value, not a failure")
    func denial() async throws {
        let way = hmac(.authlib)
        try await way.withClient(.asyncOverURLSession) { client in
            let origin = try way.provider.origin
            let token = try await client.fetchRequestToken(
                origin + "/oauth/request_token",
                callback: .url(way.callback)
            )
            let page = client.client.authorizationURL(origin + "/oauth/authorize", for: token)
            let answer = try await OAuth1TestBrowser(transport: .urlSession).deny(page)
            guard case .denied(let denial) = try client.client.parseAuthorizationResponse(answer, for: token) else {
                Issue.record("expected a denial")
                return
            }
            #expect(denial.reason == "error=access_denied")
        }
    }

    @Test("oauthlib's provider shows a verifier when there is no callback")
    func outOfBand() async throws {
        let way = hmac(.oauthlib)
        try await way.withClient(.asyncOverAsyncHTTPClient) { client in
            let origin = try way.provider.origin
            let token = try await client.fetchRequestToken(origin + "/oauth/request_token", callback: .outOfBand)
            let page = client.client.authorizationURL(origin + "/oauth/authorize", for: token)
            let shown = try await OAuth1TestBrowser(transport: .urlSession).allow(page)
            let verifier: String = try #require(OAuth1Parameters(formEncoded: shown)["oauth_verifier"])
            _ = try await client.fetchAccessToken(
                origin + "/oauth/access_token",
                requestToken: token,
                verifier: verifier
            )
        }
    }

    @Test("That Authlib does not confirm the callback as it must is detected, unless it is allowed")
    func confirmation() async throws {
        try await Shell.asyncOverAsyncHTTPClient.withClient(ForeignClients.odd) { client in
            let origin = try ForeignProvider.authlib.origin
            let error = await error {
                _ = try await client.fetchRequestToken(origin + "/oauth/request_token", callback: .outOfBand)
            }
            #expect(error?.code == .callbackNotConfirmed)
        }
    }
}

/// The clock of a machine that is a day late.
private struct LateClock: OAuth1Clock {
    func now() -> Int64 { OAuth1SystemClock().now() - 86_400 }
}

/// The same second each time.
private struct StoppedClock: OAuth1Clock {
    private let second = OAuth1SystemClock().now()

    func now() -> Int64 { second }
}

/// The same nonce each time.
private struct OneNonce: OAuth1NonceSource {
    private let nonce = OAuth1RandomNonceSource().makeNonce()

    func makeNonce() -> OAuth1Nonce { nonce }
}
#endif
