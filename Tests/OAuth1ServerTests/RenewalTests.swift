//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Refreshing access tokens at a provider")
struct RenewalTests {
    private func service(
        _ client: OAuth1RegisteredClient = OAuth1RegisteredClient(
            credentials: TestService.client,
            allowsRenewal: true
        ),
        lifetime: Int64? = 1_000,
        nonceStore: (any OAuth1NonceStore)? = nil
    ) -> TestService {
        TestService(
            client: client,
            accessTokenParameters: { userID, _ in ["user_id": userID] },
            nonceStore: nonceStore,
            configure: { configuration in
                configuration.accessTokenLifetime = 100
                configuration.renewal = OAuth1RenewalRules(authorizationLifetime: lifetime)
            }
        )
    }

    @Test(
        "A refreshed token takes the place of the old one, with what the application stored",
        arguments: ["/oauth/access_token", "/oauth/renew_token"]
    )
    func renewal(path: String) async throws {
        let service = service()
        let old = try await service.obtainAccessToken()
        #expect(old.parameters["oauth_expires_in"] == "100")
        #expect(old.parameters["oauth_authorization_expires_in"] == "1000")
        service.clock.advance(by: 50)
        let response = try await service.send(try service.renewal(of: old, path: path))
        let new = try service.accessToken(in: response)
        #expect(new.token != old.token && new.secret != old.secret)
        #expect(new.parameters["oauth_session_handle"] != old.parameters["oauth_session_handle"])
        #expect(new.parameters["oauth_expires_in"] == "100")
        #expect(new.parameters["oauth_authorization_expires_in"] == "950")
        #expect(new.parameters.values(for: "user_id") == ["user-7"])
        #expect(try await service.call(new) == nil)
        #expect(try await service.call(old) == .tokenRejected)
        #expect(
            service.events.events.contains { $0.endpoint == .renewToken && $0.error == nil && $0.clientKey == "key" }
        )
    }

    @Test("A session handle counts once, with the old token and with the new one")
    func replay() async throws {
        let service = service()
        let old = try await service.obtainAccessToken()
        let request = try service.renewal(of: old)
        let new = try service.accessToken(in: try await service.send(request))
        // The same request, another one with the old token, and the old handle with the new token.
        #expect(try await service.send(request).problem == "signature_invalid")
        #expect(try await service.send(try service.renewal(of: old)).problem == "signature_invalid")
        let handle = try #require(old.parameters["oauth_session_handle"])
        let replayed = try await service.send(try service.renewal(of: new, handle: handle))
        #expect(replayed.problem == "parameter_rejected" && replayed.response.status == .unauthorized)
        #expect(try await service.call(new) == nil)
        #expect(try await service.send(try service.renewal(of: new)).response.status == .ok)
    }

    @Test("A token that has expired is refreshed until the authorization expires, and never outlasts it")
    func expiry() async throws {
        let service = service()
        var token = try await service.obtainAccessToken()
        service.clock.advance(by: 101)
        #expect(try await service.call(token) == .tokenExpired)
        service.clock.advance(by: 849)
        token = try service.accessToken(in: try await service.send(try service.renewal(of: token)))
        #expect(token.parameters["oauth_expires_in"] == "50")
        service.clock.advance(by: 50)
        #expect(try await service.call(token) == nil)
        service.clock.advance(by: 1)
        #expect(try await service.send(try service.renewal(of: token)).problem == "token_expired")
        #expect(try await service.call(token) == .tokenExpired)
    }

    @Test("Of many refreshes at once exactly one succeeds")
    func concurrency() async throws {
        let service = service()
        let token = try await service.obtainAccessToken()
        let succeeded = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask { try await service.send(try service.renewal(of: token)).response.status == .ok }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(succeeded == 1)
        #expect(try await service.tokens.accessTokens(ofUser: "user-7").count == 1)
    }

    @Test("A forged or failed refresh changes nothing", arguments: ["/oauth/access_token", "/oauth/renew_token"])
    func forgeries(path: String) async throws {
        let nonces = CountingNonceStore()
        let service = service(nonceStore: nonces)
        let token = try await service.obtainAccessToken()
        let used = nonces.callCount
        let handle = try #require(token.parameters["oauth_session_handle"])
        let forged = OAuth1AccessToken(token: token.token, secret: "wrong", parameters: token.parameters)
        let other = OAuth1ClientCredentials(key: "other", secret: "other-secret")
        let unsigned = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + path + "?oauth_session_handle=\(handle)"
        )
        for request in [
            try service.renewal(of: forged, path: path).request,
            try service.renewal(of: token, path: path, client: other).request,
            unsigned,
        ] {
            let response = try #require(await service.server.respond(to: request))
            #expect(response.response.status != .ok)
        }
        #expect(nonces.callCount == used)
        for wrong in ["wrong", handle + " ", String(handle.dropLast()), String(repeating: "x", count: 5_000)] {
            #expect(
                try await service.send(try service.renewal(of: token, handle: wrong, path: path)).problem
                    == "parameter_rejected"
            )
        }
        #expect(try await service.call(token) == nil)
        #expect(try await service.send(try service.renewal(of: token, path: path)).response.status == .ok)
    }

    @Test("A handle that is empty or sent twice is rejected")
    func oddHandles() async throws {
        let service = service()
        let token = try await service.obtainAccessToken()
        let empty = try await service.send(try service.renewal(of: token, handle: "", path: "/oauth/renew_token"))
        #expect(empty.problem == "parameter_absent")
        #expect(empty.parameters["oauth_parameters_absent"] == "oauth_session_handle")
        // Without a handle it is an exchange, and this is not a request token.
        let exchange = try await service.send(try service.renewal(of: token, handle: ""))
        #expect(exchange.parameters["oauth_parameters_absent"] == "oauth_verifier")
        let handle = try #require(token.parameters["oauth_session_handle"])
        // A handle in a URL gets into logs.
        let logged = try await service.send(
            try service.signed(
                "/oauth/access_token?oauth_session_handle=\(handle)",
                by: service.signer(token: token),
                OAuth1SigningOptions(isTokenRequest: true)
            )
        )
        #expect(logged.parameters["oauth_parameters_rejected"] == "oauth_session_handle")
        let twice = try service.signed(
            "/oauth/access_token?oauth_session_handle=\(handle)",
            by: service.signer(token: token),
            OAuth1SigningOptions(
                isTokenRequest: true,
                additionalParameters: [OAuth1Parameter("oauth_session_handle", handle)]
            )
        )
        let response = try await service.send(twice)
        #expect(response.parameters["oauth_parameters_rejected"] == "oauth_session_handle")
        #expect(try await service.call(token) == nil)
    }

    @Test("A login that nobody uses anymore ends after 90 days, unless the service wants no end")
    func end() async throws {
        let day: Int64 = 86_400
        #expect(OAuth1RenewalRules().authorizationLifetime == 90 * day)
        for (rules, ends) in [(OAuth1RenewalRules(), true), (OAuth1RenewalRules(authorizationLifetime: nil), false)] {
            let service = TestService(configure: { $0.renewal = rules })
            let token = try await service.obtainAccessToken()
            #expect((await service.tokens.accessToken(token.token)?.endsAt == nil) == !ends)
            service.clock.advance(by: 90 * day + 1)
            #expect(try await service.call(token) == (ends ? .tokenExpired : nil))
        }
    }

    @Test("A rejected refresh is counted as one, at the endpoint of access tokens, too")
    func rejectionEvents() async throws {
        let service = service()
        let token = try await service.obtainAccessToken()
        let forged = OAuth1AccessToken(token: token.token, secret: "wrong", parameters: token.parameters)
        for request in [try service.renewal(of: forged), try service.renewal(of: token, handle: "wrong")] {
            _ = try await service.send(request)
            #expect(service.events.events.last?.endpoint == .renewToken)
            #expect(service.events.events.last?.error != nil)
        }
    }

    @Test("Providers without refreshing, and clients that must not get it, have no session handles")
    func withoutSessions() async throws {
        let plain = TestService(configure: { $0.accessTokenLifetime = 100 })
        let quiet = service(OAuth1RegisteredClient(credentials: TestService.client))
        for service in [plain, quiet] {
            let token = try await service.obtainAccessToken()
            #expect(token.parameters.filter { $0.name.hasPrefix("oauth_") }.count == 2)
            #expect(try await service.send(try service.renewal(of: token, handle: "x")).response.status != .ok)
            #expect(try await service.call(token) == nil)
        }
        let request = try plain.signed("/oauth/renew_token", by: plain.signer())
        #expect(await plain.server.respond(to: request.request) == nil)
    }
}
