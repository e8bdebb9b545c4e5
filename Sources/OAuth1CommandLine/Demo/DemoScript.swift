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

/// The steps of the demo, each of which checks what came back and tells it in a few lines.
struct DemoScript: Sendable {
    let baseURL: String
    let credentials: OAuth1ClientCredentials
    let transport: any OAuth1Transport
    let tell: @Sendable (String) -> Void

    private var client: AsyncOAuth1Client { AsyncOAuth1Client(client: credentials, transport: transport) }

    func run() async throws {
        tell("OAuth 1.0a login and signed calls over HTTP, client and provider both from swift-oauth1")
        tell("provider: \(baseURL), consumer key: \(credentials.key), consumer secret: \(credentials.secret)")
        let requestToken = try await fetchRequestToken()
        let authorization = try await authorize(requestToken)
        let token = try await fetchAccessToken(authorization)
        let sent = try await call(client.using(token), token)
        try await showRefusals(token, replaying: sent)
    }

    private func fetchRequestToken() async throws -> OAuth1RequestToken {
        tell("\n1. The client asks for a request token")
        tell("   POST /oauth/request_token")
        let token = try await client.fetchRequestToken(
            baseURL + "/oauth/request_token",
            callback: .url("http://127.0.0.1/callback")
        )
        tell("   oauth_token=\(token.token) oauth_token_secret=\(token.secret) oauth_callback_confirmed=true")
        return token
    }

    private func authorize(_ requestToken: OAuth1RequestToken) async throws -> OAuth1Authorization {
        tell("\n2. The user is sent to the consent page and allows access")
        let page = client.authorizationURL(baseURL + "/oauth/authorize", for: requestToken)
        tell("   GET  /oauth/authorize?oauth_token=\(requestToken.token)")
        tell("   POST /oauth/authorize, decision=allow")
        let callback = try await OAuth1TestBrowser(transport: transport).allow(page)
        let authorization = try client.parseAuthorizationResponse(callback, for: requestToken).authorization()
        tell("   back at http://127.0.0.1/callback with the same oauth_token and oauth_verifier=<redacted>")
        return authorization
    }

    private func fetchAccessToken(_ authorization: OAuth1Authorization) async throws -> OAuth1AccessToken {
        tell("\n3. The client exchanges both for an access token")
        tell("   POST /oauth/access_token")
        let token = try await client.fetchAccessToken(
            baseURL + "/oauth/access_token",
            authorization: authorization
        )
        tell("   oauth_token=\(token.token) oauth_token_secret=\(token.secret)")
        return token
    }

    /// Makes the three calls and returns the first as it was sent.
    private func call(_ user: AsyncOAuth1Client, _ token: OAuth1AccessToken) async throws -> OAuth1SignedRequest {
        tell("\n4. Signed calls on the user's behalf")
        let request = try HTTPRequest(.get, wireURL: baseURL + "/api/me", parameters: ["greeting": "Hello, world"])
        let signed = try user.flow.signer(for: token).sign(request)
        let me = try await transport.send(signed.request, body: nil, maximumResponseBytes: 65_536)
        try expect(me, .ok, #"{"user_id":"alice"}"#)
        tell("   GET  /api/me?greeting=Hello%2C%20world   -> \(me.status.code) \(me.text)")
        tell("        signed base string: \(String(decoding: signed.baseString, as: UTF8.self))")

        let form = try await user.post(baseURL + "/api/form", .form(["text": "Ladies + Gentlemen", "tag": "é"]))
        try expect(form, .ok, "text=Ladies%20%2B%20Gentlemen&tag=%C3%A9")
        tell("   POST /api/form (form, its fields signed) -> \(form.status.code) \(form.text)")

        let json = try await user.post(baseURL + "/api/json", .json(#"{"text":"Hello"}"#))
        try expect(json, .ok, #"{"text":"Hello"}"#)
        tell("   POST /api/json (JSON, kept as it is)     -> \(json.status.code) \(json.text)")
        return signed
    }

    private func showRefusals(_ token: OAuth1AccessToken, replaying sent: OAuth1SignedRequest) async throws {
        tell("\n5. What the provider refuses")
        let signer = client.flow.signer(for: token)
        var request = try HTTPRequest(.post, wireURL: baseURL + "/api/form")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let signed = try signer.sign(request, body: Array("amount=10".utf8))
        let changed = try await transport.send(
            signed.request,
            body: Array("amount=10000".utf8),
            maximumResponseBytes: 65_536
        )
        try expectRefusal(changed, "signature_invalid")
        tell("   a form changed after it was signed       -> \(changed.status.code) oauth_problem=signature_invalid")

        let repeated = try await transport.send(sent.request, body: nil, maximumResponseBytes: 65_536)
        try expectRefusal(repeated, "nonce_used")
        tell("   the GET from above sent a second time    -> \(repeated.status.code) oauth_problem=nonce_used")
    }

    private func expect(_ response: OAuth1Response, _ status: HTTPResponse.Status, _ text: String) throws {
        guard response.status == status, response.text == text else {
            throw DemoFailure("expected \(status) and \(text), got \(response.status) and \(response.text)")
        }
    }

    private func expectRefusal(_ response: OAuth1Response, _ problem: String) throws {
        let found = OAuth1Problem(OAuth1Parameters(formEncoded: response.body))?.code
        guard response.status == .unauthorized, found == problem else {
            throw DemoFailure("expected a refusal with \(problem), got \(response.status) and \(response.text)")
        }
    }

    /// Compares what the provider saw with what the demo told.
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
            throw DemoFailure("the provider saw something else: \(seen.joined(separator: ", "))")
        }
    }
}
#endif
