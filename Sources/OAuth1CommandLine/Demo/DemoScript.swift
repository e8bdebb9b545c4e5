//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing

/// The steps of the demo, each of which checks the response and reports it.
struct DemoScript: Sendable {
    let baseURL: String
    let credentials: OAuth1ClientCredentials
    let transport: any OAuth1Transport
    let report: DemoReport

    private var client: AsyncOAuth1Client { AsyncOAuth1Client(client: credentials, transport: transport) }

    func run() async throws {
        report.write(report.style.apply(.bold, "OAuth 1.0a: a login and signed calls over HTTP"))
        report.write("The client and the provider are both from swift-oauth1. All keys, tokens and secrets below were")
        report.write("made up for this run, so it is safe to print them. Never print real ones.\n")
        report.value("provider", baseURL)
        report.value("consumer key", credentials.key)
        report.value("consumer secret", credentials.secret.reveal())
        let requestToken = try await fetchRequestToken()
        let authorization = try await authorize(requestToken)
        let token = try await fetchAccessToken(authorization)
        let sent = try await call(client.using(token), token)
        try await showRejections(token, replaying: sent)
    }

    private func fetchRequestToken() async throws -> OAuth1RequestToken {
        report.heading("1. The client requests a request token")
        let token = try await client.fetchRequestToken(
            baseURL + "/oauth/request_token",
            callback: .url("http://127.0.0.1/callback")
        )
        report.call("POST /oauth/request_token", 200)
        report.value("oauth_token", token.token)
        report.value("oauth_token_secret", token.secret.reveal())
        return token
    }

    private func authorize(_ requestToken: OAuth1RequestToken) async throws -> OAuth1Authorization {
        report.heading("2. The user opens the consent page and allows access")
        let page = client.authorizationURL(baseURL + "/oauth/authorize", for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: transport).allow(page)
        let authorization = try client.parseAuthorizationResponse(callback, for: requestToken).authorization()
        report.call("GET  /oauth/authorize?oauth_token=\(requestToken.token)", 200, "consent page")
        report.call(
            "POST /oauth/authorize",
            303,
            "redirect to http://127.0.0.1/callback with:",
            purpose: "decision=allow"
        )
        report.value("oauth_token", requestToken.token)
        report.value("oauth_verifier", authorization.verifier ?? "")
        return authorization
    }

    private func fetchAccessToken(_ authorization: OAuth1Authorization) async throws -> OAuth1AccessToken {
        report.heading("3. The client exchanges the request token and the verifier for an access token")
        let token = try await client.fetchAccessToken(
            baseURL + "/oauth/access_token",
            authorization: authorization
        )
        report.call("POST /oauth/access_token", 200)
        report.value("oauth_token", token.token)
        report.value("oauth_token_secret", token.secret.reveal())
        return token
    }

    /// Makes the three calls and returns the first as it was sent.
    private func call(_ user: AsyncOAuth1Client, _ token: OAuth1AccessToken) async throws -> OAuth1SignedRequest {
        report.heading("4. The client calls the API on the user's behalf")
        let request = try HTTPRequest(.get, wireURL: baseURL + "/api/me", parameters: ["greeting": "Hello, world"])
        let signed = try user.flow.signer(for: token).sign(request)
        let me = try await transport.send(signed.request, body: nil, maximumResponseBytes: 65_536)
        try expect(me, .ok, #"{"user_id":"alice"}"#)
        report.call("GET  /api/me?greeting=Hello%2C%20world", me.status.code, me.text)

        let form = try await user.post(baseURL + "/api/form", .form(["text": "Ladies + Gentlemen", "tag": "é"]))
        try expect(form, .ok, "text=Ladies%20%2B%20Gentlemen&tag=%C3%A9")
        report.call("POST /api/form", form.status.code, form.text, purpose: "the signature covers the form")

        let json = try await user.post(baseURL + "/api/json", .json(#"{"text":"Hello"}"#))
        try expect(json, .ok, #"{"text":"Hello"}"#)
        report.call("POST /api/json", json.status.code, json.text, purpose: "JSON is sent unchanged")
        try explain(signed, token)
        return signed
    }

    /// Shows how the first call was signed.
    private func explain(_ signed: OAuth1SignedRequest, _ token: OAuth1AccessToken) throws {
        let explanation = SignatureExplanation(
            signed,
            consumerSecret: credentials.secret,
            tokenSecret: token.secret
        )
        guard let explanation else { throw DemoFailure("the signature base string does not have three parts") }
        report.heading("   How the GET request was signed")
        report.note("The signature base string is made of these parts (RFC 5849 section 3.4.1):")
        report.value("method", explanation.method)
        report.value("URL", explanation.url)
        for parameter in explanation.parameters { report.value(parameter.name, parameter.value) }
        report.note("They are percent-encoded and joined:")
        report.code(explanation.baseString)
        report.note("The key is the consumer secret, \"&\" and the token secret:")
        report.code(explanation.key)
        report.note("The signature is the HMAC-SHA1 of both:")
        report.code(explanation.signature)
        report.note("Compute it yourself:")
        report.code(explanation.command)
    }

    private func showRejections(_ token: OAuth1AccessToken, replaying sent: OAuth1SignedRequest) async throws {
        report.heading("5. The provider rejects bad requests")
        let signer = client.flow.signer(for: token)
        var request = try HTTPRequest(.post, wireURL: baseURL + "/api/form")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let signed = try signer.sign(request, body: Array("amount=10".utf8))
        let changed = try await transport.send(
            signed.request,
            body: Array("amount=10000".utf8),
            maximumResponseBytes: 65_536
        )
        try expectRejection(changed, "signature_invalid")
        report.call(
            "POST /api/form",
            changed.status.code,
            "oauth_problem=signature_invalid",
            purpose: "amount=10 was signed, amount=10000 is sent"
        )

        let repeated = try await transport.send(sent.request, body: nil, maximumResponseBytes: 65_536)
        try expectRejection(repeated, "nonce_used")
        report.call(
            "GET  /api/me?greeting=Hello%2C%20world",
            repeated.status.code,
            "oauth_problem=nonce_used",
            purpose: "the request from step 4 again"
        )
    }

    private func expect(_ response: OAuth1Response, _ status: HTTPResponse.Status, _ text: String) throws {
        guard response.status == status, response.text == text else {
            throw DemoFailure("expected \(status) and \(text), got \(response.status) and \(response.text)")
        }
    }

    private func expectRejection(_ response: OAuth1Response, _ problem: String) throws {
        let found = OAuth1Problem(OAuth1Parameters(formEncoded: response.body))?.code
        guard response.status == .unauthorized, found == problem else {
            throw DemoFailure("expected a rejection with \(problem), got \(response.status) and \(response.text)")
        }
    }

    /// Compares the requests that the provider reports with those that the demo sent.
    static func check(_ events: [OAuth1ServerEvent]) throws {
        let seen = events.map { "\($0.endpoint)\($0.error.map { ": \($0)" } ?? "")" }
        let expected: [OAuth1ServerEvent.Endpoint] = [
            .requestToken, .authorize, .authorize, .accessToken, .resource, .resource, .resource,
        ]
        guard events.prefix(expected.count).map(\.endpoint) == expected,
            events.prefix(expected.count).allSatisfy({ $0.error == nil }),
            events.dropFirst(expected.count).allSatisfy({ $0.endpoint == .resource && $0.error != nil }),
            events.count == expected.count + 2
        else {
            throw DemoFailure("the provider received different requests: \(seen.joined(separator: ", "))")
        }
    }
}
#endif
