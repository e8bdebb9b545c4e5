//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Services that repeat secrets")
struct RepeatedSecretsTests {
    private static let consumerSecret = "kd94+hf93k423kf44"
    private static let tokenSecret = "pfkk/dhi9sl3r4s00"

    /// Everything that an error shows, to anyone who prints or dumps it.
    private func texts(of error: any Error) -> String {
        var dumped = ""
        dump(error, to: &dumped)
        return [
            "\(error)", String(reflecting: error), dumped, (error as? OAuth1ClientError)?.excerpt ?? "",
            (error as? OAuth1ClientError)?.reason ?? "", "\((error as? OAuth1ClientError)?.problem as Any)",
        ]
        .joined(separator: "\n")
    }

    private func expectNoSecret(in text: String, _ others: String..., sourceLocation: SourceLocation = #_sourceLocation)
    {
        for secret in [Self.consumerSecret, Self.tokenSecret, "kd94", "pfkk"] + others {
            #expect(!text.contains(secret), "\(secret) in \(text)", sourceLocation: sourceLocation)
        }
    }

    private func client(
        _ method: OAuth1SignatureMethod = .hmacSHA1,
        _ placement: OAuth1Placement = .header,
        options: OAuth1FlowOptions = OAuth1FlowOptions(retries: .none),
        _ answer: @escaping @Sendable (HTTPRequest, [UInt8]?) throws -> OAuth1Response
    ) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: OAuth1Secret(Self.consumerSecret)),
            token: OAuth1AccessToken(token: "token", secret: OAuth1Secret(Self.tokenSecret)),
            method: method,
            configuration: OAuth1SigningConfiguration(placement: placement),
            options: options,
            transport: OAuth1RecordingTransport { try answer($0, $1) }
        )
    }

    /// A service that repeats whatever it got, in the formats of services.
    @Sendable private static func repeating(_ request: HTTPRequest, _ body: [UInt8]?) -> OAuth1Response {
        let text = [
            request.headerFields[.authorization] ?? "", request.path ?? "", String(decoding: body ?? [], as: UTF8.self),
        ]
        .joined(separator: "\n")
        let form = OAuth1Parameters([OAuth1Parameter("got", text)]).formEncodedString
        return OAuth1Response(
            .unauthorized,
            [:],
            "Got: \(text)\nor \(form) or \(OAuth1Parameters([OAuth1Parameter("x", form)]).formEncodedString)"
        )
    }

    @Test("A response to a call knows the secrets that signed it", arguments: OAuth1Placement.allCases)
    func calls(placement: OAuth1Placement) async throws {
        for method in [OAuth1SignatureMethod.hmacSHA1, .plaintext] {
            let client = client(method, placement, Self.repeating)
            let response = try await client.post("https://h.example/a", .form(["a": "b"]))
            let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
            expectNoSecret(in: texts(of: try #require(error)))
            #expect(error?.excerpt?.hasPrefix("Got: ") == true)
            // The signature is a secret, too, even where nothing names it.
            guard placement == .header, let start = response.text.firstRange(of: "oauth_signature=\"") else { continue }
            let signature = response.text[start.upperBound...].prefix { $0 != "\"" }
            #expect(signature.count > 20)
            #expect(try !texts(of: #require(error)).contains(signature))
        }
    }

    @Test("The secret that a service knows is hidden, too, where the client has it with a typing error")
    func typingError() async throws {
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "another-secret"),
            token: OAuth1AccessToken(token: "token", secret: "one-more-secret"),
            method: .plaintext,
            options: OAuth1FlowOptions(retries: .none),
            transport: OAuth1RecordingTransport { _, _ in
                OAuth1Response(
                    .unauthorized,
                    [:],
                    "Invalid signature. Expected signature base string: \(Self.consumerSecret)&\(Self.tokenSecret)\nBye"
                )
            }
        )
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a").checkingStatus()
        }
        expectNoSecret(in: texts(of: try #require(error)))
        #expect(error?.excerpt?.hasSuffix("Bye") == true)
    }

    @Test("JSON of another shape shows no secret, and the decoder's error shows none")
    func json() async throws {
        enum Color: String, Decodable { case red }
        let client = client { _, _ in OAuth1Response(.ok, [:], "{\"a\": \"\(Self.tokenSecret)\"}") }
        let response = try await client.get("https://h.example/a")
        let error = #expect(throws: OAuth1ClientError.self) { try response.json([String: Color].self) }
        #expect(error?.cause is DecodingError)
        expectNoSecret(in: texts(of: try #require(error)))
    }

    /// What a decoder of the application throws.
    private struct Quote: Error, CustomStringConvertible {
        let text: String
        var description: String { "can't use \(text)" }
    }

    /// A value whose decoder quotes what it could not use in a custom error.
    private struct Picky: Decodable {
        init(from decoder: any Decoder) throws {
            throw Quote(text: try decoder.singleValueContainer().decode(String.self))
        }
    }

    @Test("An error of the application's decoder is available, and neither description nor mirror shows its secrets")
    func causes() async throws {
        let client = client { _, _ in OAuth1Response(.ok, [:], "\"\(Self.tokenSecret)\"") }
        let response = try await client.get("https://h.example/a")
        let error = try #require(throws: OAuth1ClientError.self) { try response.json(Picky.self) }
        #expect((error.cause as? Quote)?.text == Self.tokenSecret)
        expectNoSecret(in: texts(of: error))
        #expect("\(error)".contains("can't use <redacted>"))
        let failure = OAuth1ClientError(.transport, "failed", cause: Quote(text: "oauth_signature=c2lnbmF0dXJl"))
        #expect(!texts(of: failure).contains("c2lnbmF0dXJl"))
        #expect(Mirror(reflecting: failure).descendant("cause") is String)
    }

    @Test("Secrets are hidden after a redirect and after a retry")
    func redirectsAndRetries() async throws {
        let options = OAuth1FlowOptions(retries: OAuth1RetryPolicy(baseDelay: .zero))
        let client = client(options: options) { request, body in
            switch request.path {
            case "/a": return OAuth1Response(.found, [.location: "/b"])
            default:
                if request.headerFields[.authorization]?.contains("oauth_nonce=\"1") == true {
                    return OAuth1Response(.serviceUnavailable, [HTTPField.Name("Retry-After")!: "0"])
                }
                return OAuth1Response(.unauthorized, [:], "\(Self.consumerSecret) \(Self.tokenSecret)")
            }
        }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a").checkingStatus()
        }
        expectNoSecret(in: texts(of: try #require(error)))
        #expect(error?.excerpt == "<redacted> <redacted>")
    }

    @Test("The blocking session's responses know them, too")
    func blocking() async throws {
        let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(.unauthorized, [:], Self.tokenSecret) }
        let error =
            await Task.detached {
                let session = OAuth1Session(
                    client: OAuth1ClientCredentials(key: "key", secret: OAuth1Secret(Self.consumerSecret)),
                    token: OAuth1AccessToken(token: "token", secret: OAuth1Secret(Self.tokenSecret)),
                    transport: transport
                )
                return Result { try Self.check(session) }
            }
            .value
        guard case .failure(let failure) = error else {
            Issue.record("expected an error")
            return
        }
        expectNoSecret(in: texts(of: failure))
    }

    private static func check(_ session: OAuth1Session) throws {
        try session.get("https://h.example/a").checkingStatus()
    }

    @Test("Verifiers, passwords and session handles of token requests are hidden by their value")
    func tokenRequests() async throws {
        let client = client { request, body in
            // Without any name, so that only the value identifies it.
            let text = (request.headerFields[.authorization] ?? "") + String(decoding: body ?? [], as: UTF8.self)
            return OAuth1Response(
                .unauthorized,
                [:],
                text.replacing("oauth_", with: "").replacing("x_auth_", with: "")
                    .replacing("verifier", with: "v").replacing("password", with: "p")
                    .replacing("session_handle", with: "h")
            )
        }
        let requestToken = OAuth1RequestToken(token: "t", secret: OAuth1Secret(Self.tokenSecret))
        let verified = await #expect(throws: OAuth1ClientError.self) {
            try await client.fetchAccessToken("https://h.example/a", requestToken: requestToken, verifier: "verify-me")
        }
        expectNoSecret(in: texts(of: try #require(verified)), "verify-me")
        let password = await #expect(throws: OAuth1ClientError.self) {
            try await client.fetchAccessToken("https://h.example/a", username: "u", password: "pass+word 1")
        }
        expectNoSecret(in: texts(of: try #require(password)), "pass", "pass%2Bword")
        let token = OAuth1AccessToken(
            token: "t",
            secret: OAuth1Secret(Self.tokenSecret),
            parameters: ["oauth_session_handle": "handle-of-session"]
        )
        let renewal = await #expect(throws: OAuth1ClientError.self) {
            try await client.renew("https://h.example/a", token: token)
        }
        expectNoSecret(in: texts(of: try #require(renewal)), "handle-of-session")
    }

    @Test("Descriptions and mirrors of responses have nothing of the body")
    func responses() async throws {
        let client = client { _, _ in OAuth1Response(.ok, [:], "oauth_token_secret=hidden1") }
        let response = try await client.get("https://h.example/a")
        let streamed = OAuth1StreamedResponse(head: response.head, pieces: AsyncThrowingStream { $0.finish() })
        for value: any Sendable in [response, streamed] {
            var dumped = ""
            dump(value, to: &dumped)
            let text = "\(value) \(String(reflecting: value)) \(dumped)"
            expectNoSecret(in: text, "hidden1")
            #expect(text.contains("200"))
            // The body is bytes, which a dump shows as numbers.
            #expect(Mirror(reflecting: value).children.allSatisfy { ["status", "bytes"].contains($0.label) })
            #expect(Mirror(reflecting: value).descendant("bytes") is Int?)
        }
    }

    @Test("A hook that makes a separate response does not make the client forget the secrets")
    func hooks() async throws {
        let hooks = OAuth1Hooks(tokenResponse: { OAuth1Response(head: $0.head, body: $0.body) })
        let client = client(options: OAuth1FlowOptions(retries: .none, hooks: hooks)) { _, _ in
            OAuth1Response(.unauthorized, [:], "Bad: verify-me")
        }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.fetchAccessToken(
                "https://h.example/a",
                requestToken: OAuth1RequestToken(token: "t", secret: "s"),
                verifier: "verify-me"
            )
        }
        #expect(error?.excerpt == "Bad: <redacted>")
    }

    @Test("Our own sentences stay as they are, whatever word the secret is")
    func ownSentences() async throws {
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "secret"),
            options: OAuth1FlowOptions(retries: .none),
            transport: OAuth1RecordingTransport { _, _ in OAuth1Response(.unauthorized, [:], "Invalid signature") }
        )
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a").checkingStatus()
        }
        #expect(error?.recoverySuggestion?.contains("consumer secret") == true)
        #expect(error?.description.contains("redacted") == false)
    }
}
