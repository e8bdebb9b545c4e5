//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

@Suite("The three steps against the provider")
struct LoginTests {
    private let provider = OAuth1TestProvider()
    private var client: AsyncOAuth1Client {
        AsyncOAuth1Client(client: provider.client, transport: provider.transport)
    }
    private var browser: OAuth1TestBrowser { OAuth1TestBrowser(transport: provider.transport) }

    private func login() async throws -> OAuth1AccessToken {
        let requestToken = try await client.fetchRequestToken(
            provider.requestTokenURL,
            callback: .url("https://app.example/callback?state=1")
        )
        let page = client.authorizationURL(provider.authorizeURL, for: requestToken)
        let callback = try await browser.allow(page)
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        return try await client.fetchAccessToken(provider.accessTokenURL, authorization: answer.authorization())
    }

    @Test("A login gives a token with which resources are called, by GET, form and JSON")
    func wholeLogin() async throws {
        let token = try await login()
        #expect(token.parameters["user_id"] == "alice")
        let user = client.using(token)
        let me = try await user.get(provider.url("/api/me"), parameters: ["q": "ä + [1]", "q": ""])
        #expect(me.status == .ok)
        #expect(me.text == #"{"user_id":"alice"}"#)
        let form = try await user.post(provider.url("/api/form"), .form(["text": "Hello, world & co", "empty": ""]))
        #expect(form.text == "text=Hello%2C%20world%20%26%20co&empty=")
        let json = try await user.post(provider.url("/api/json"), .json(#"{"text":"Hello"}"#))
        #expect(json.text == #"{"text":"Hello"}"#)
        for response in [
            try await user.put(provider.url("/api/x"), .bytes([0, 255], contentType: "application/octet-stream")),
            try await user.patch(provider.url("/api/x"), .json("{}")),
            try await user.delete(provider.url("/api/x")),
            try await user.head(provider.url("/api/x")),
        ] {
            #expect(response.status == .ok)
        }
    }

    @Test("Out of band, the user types the verifier in")
    func outOfBand() async throws {
        let requestToken = try await client.fetchRequestToken(provider.requestTokenURL)
        let code = try await browser.allow(client.authorizationURL(provider.authorizeURL, for: requestToken))
        #expect(code.count < 20)
        let token = try await client.fetchAccessToken(
            provider.accessTokenURL,
            requestToken: requestToken,
            verifier: code
        )
        #expect(try await client.get(provider.url("/api/me"), token: .user(token)).status == .ok)
    }

    @Test("Another process continues with what was stored, and a third one calls with the stored token")
    func restoredClients() async throws {
        let requestToken = try await client.fetchRequestToken(
            provider.requestTokenURL,
            callback: .url("https://app.example/callback")
        )
        let stored = (requestToken.token, requestToken.secret.reveal())
        let callback = try await browser.allow(client.authorizationURL(provider.authorizeURL, for: requestToken))

        let second = AsyncOAuth1Client(client: provider.client, transport: provider.transport)
        let restored = OAuth1RequestToken(token: stored.0, secret: OAuth1Secret(stored.1))
        let answer = try second.parseAuthorizationResponse(callback, for: restored)
        let token = try await second.fetchAccessToken(provider.accessTokenURL, authorization: answer.authorization())

        let third = AsyncOAuth1Client(
            client: provider.client,
            token: OAuth1AccessToken(token: token.token, secret: OAuth1Secret(token.secret.reveal())),
            transport: provider.transport
        )
        #expect(try await third.get(provider.url("/api/me")).status == .ok)
    }

    @Test("One client serves many users at once, each call with its own token")
    func manyUsers() async throws {
        let tokens = [try await login(), try await login(), try await login()]
        let client = client
        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<30 {
                group.addTask {
                    try await client.get(provider.url("/api/me"), token: .user(tokens[index % 3])).status.code
                }
            }
            for try await status in group { #expect(status == 200) }
        }
        // Without a token the request lacks a parameter (RFC 5849 section 3.2: status 400).
        #expect(try await client.get(provider.url("/api/me")).status == .badRequest)
    }

    @Test("A call without a token does not fall back on the token of the client")
    func noToken() async throws {
        let user = client.using(try await login())
        #expect(try await user.get(provider.url("/api/me")).status == .ok)
        #expect(try await user.get(provider.url("/api/me"), token: .none).status == .badRequest)
        #expect(try await user.using(nil).get(provider.url("/api/me")).status == .badRequest)
    }

    @Test("Additionally signed parameters of a call are not sent, and additional parameters are signed and sent")
    func callOptions() async throws {
        let recorder = OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }
        let client = AsyncOAuth1Client(client: provider.client, transport: recorder)
        _ = try await client.send(
            .post,
            provider.url("/api/form"),
            options: OAuth1SigningOptions(additionalParameters: ["oauth_x": "1"], additionallySigned: ["title": "t"])
        )
        let sent = try #require(recorder.requests.first).request
        #expect(sent.headerFields[.authorization]?.contains("oauth_x=\"1\"") == true)
        #expect(sent.headerFields[.authorization]?.contains("title") == false)
        let key = OAuth1VerificationKey(client: provider.client)
        var received = sent
        let unlike = try #require(try OAuth1IncomingRequest.read(received))
        #expect(throws: OAuth1Error.self) { try OAuth1Verifier().verify(unlike, with: key) }
        received.path?.append("?title=t")
        let incoming = try #require(try OAuth1IncomingRequest.read(received))
        try OAuth1Verifier().verify(incoming, with: key)
    }

    @Test("A recording transport passes the limit of the response on")
    func recordedLimit() async throws {
        struct LimitEcho: OAuth1Transport {
            func send(_: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
                OAuth1Response(head: HTTPResponse(status: .ok), body: Array("\(maximumResponseBytes)".utf8))
            }
        }
        let recorder = OAuth1RecordingTransport(to: LimitEcho())
        let client = AsyncOAuth1Client(
            client: provider.client,
            options: OAuth1FlowOptions(maximumResponseBytes: 12),
            transport: recorder
        )
        #expect(try await client.get(provider.url("/api/me")).text == "12")
        #expect(recorder.requests.count == 1)
    }

    @Test("A user's denial is a value, not an error")
    func refusal() async throws {
        let requestToken = try await client.fetchRequestToken(
            provider.requestTokenURL,
            callback: .url("https://app.example/callback")
        )
        let callback = try await browser.deny(client.authorizationURL(provider.authorizeURL, for: requestToken))
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        guard case .denied(let denial) = answer else {
            Issue.record("expected a refusal, got \(answer)")
            return
        }
        #expect(denial.problem?.code == "user_refused")
        #expect(throws: OAuth1ClientError(.authorizationDenied, "", problem: denial.problem)) {
            try answer.authorization()
        }
    }

    @Test(
        "The login works with every signature method and placement",
        arguments: ["HMAC-SHA256", "HMAC-SHA512", "RSA-SHA256", "RSA-SHA512", "RSA-PSS"],
        OAuth1Placement.allCases
    )
    func methodsAndPlacements(name: String, placement: OAuth1Placement) async throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048)
        let methods: [String: OAuth1SignatureMethod] = [
            "HMAC-SHA256": .hmacSHA256, "HMAC-SHA512": .hmacSHA512, "RSA-SHA256": .rsaSHA256(key),
            "RSA-SHA512": .rsaSHA512(key), "RSA-PSS": .rsaPSS(key),
        ]
        let provider = OAuth1TestProvider(rsaPublicKey: key.publicKey)
        let client = AsyncOAuth1Client(
            client: provider.client,
            method: try #require(methods[name]),
            configuration: OAuth1SigningConfiguration(placement: placement),
            transport: provider.transport
        )
        let requestToken = try await client.fetchRequestToken(
            provider.requestTokenURL,
            callback: .url("https://app.example/callback")
        )
        let browser = OAuth1TestBrowser(transport: provider.transport)
        let callback = try await browser.allow(client.authorizationURL(provider.authorizeURL, for: requestToken))
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        let token = try await client.fetchAccessToken(provider.accessTokenURL, authorization: answer.authorization())
        let response = try await client.post(provider.url("/api/form"), .form(["a": "b"]), token: .user(token))
        #expect(response.status == .ok)
    }

    @Test("A signature method whose key is elsewhere signs asynchronously")
    func asynchronousMethod() async throws {
        let remote = OAuth1SignatureMethod.asynchronous(.plaintext, bodyHash: .sha1) { input in
            await Task.yield()
            return "\(input.client.secret.reveal())&\(input.tokenSecret.reveal())"
        }
        let provider = OAuth1TestProvider(
            configuration: OAuth1ServerConfiguration(
                serviceName: "Service",
                verifier: OAuth1Verifier(methods: [.plaintext])
            )
        )
        let client = AsyncOAuth1Client(client: provider.client, method: remote, transport: provider.transport)
        let token = try await client.fetchRequestToken(provider.requestTokenURL)
        #expect(!token.token.isEmpty)
    }
}
