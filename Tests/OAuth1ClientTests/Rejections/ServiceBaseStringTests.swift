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

@Suite("The base string that a service computed")
struct ServiceBaseStringTests {
    private func error(
        _ method: OAuth1SignatureMethod = .hmacSHA1,
        verifier: String? = nil,
        options: OAuth1SigningOptions = OAuth1SigningOptions(),
        _ answer: @escaping @Sendable (String) -> OAuth1Response
    ) async throws -> OAuth1ClientError {
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "consumer-secret"),
            token: OAuth1AccessToken(token: "token", secret: "token-secret"),
            method: method,
            options: OAuth1FlowOptions(retries: .none),
            transport: OAuth1RecordingTransport { request, body in
                let incoming = try OAuth1IncomingRequest.read(request, body: body)
                return answer(String(decoding: try incoming?.baseString() ?? [], as: UTF8.self))
            }
        )
        do {
            if let verifier {
                let token = OAuth1RequestToken(token: "token", secret: "token-secret")
                _ = try await client.fetchAccessToken("https://h.example/t", requestToken: token, verifier: verifier)
            } else {
                try await client.send(.get, "https://h.example/a?b=1", options: options).checkingStatus()
            }
        } catch let error as OAuth1ClientError {
            return error
        }
        struct NoError: Error {}
        throw NoError()
    }

    private static func encoded(_ text: String) -> String {
        String(OAuth1Parameters([OAuth1Parameter("", text)]).formEncodedString.dropFirst())
    }

    /// The formats in which services show it.
    @Sendable private static func formats(_ base: String) -> [String] {
        let html = base.replacing("&", with: "&amp;")
        return [
            "oauth_problem=signature_invalid&debug_sbs=\(base)",
            "oauth_problem=signature_invalid&debug_sbs=\(encoded(base))&a=b",
            "oauth_problem=signature_invalid&oauth_signature_base_string=\(encoded(base))",
            #"{"base_string":"\#(base)","a":1}"#,
            #"{"error":{"baseString":"\#(base.replacing("&", with: "\\u0026"))"}}"#,
            #"{"message":"Base string: \#(base)"}"#,
            "Invalid signature. Expected signature base string: \(base)\nBye",
            "Acceptable signature base string: '\(base)'.",
            "<html><p>Signature base string: <code>\(html)</code></p></html>", "<base_string>\(html)</base_string>",
            #"{"x":"{\"debug_sbs\":\"\#(base)\"}"}"#,
        ]
    }

    @Test(
        "The first difference is named with both sides, whichever way the service shows its base string",
        arguments: 0..<11
    )
    func difference(format: Int) async throws {
        let error = try await error { base in
            let theirs = base.replacing("POST", with: "GET").replacing("https%3A", with: "http%3A")
            return OAuth1Response(.unauthorized, [:], Self.formats(theirs)[format])
        }
        let difference = try #require(error.baseStringDifference, "\(error)")
        #expect(difference.component == .url)
        #expect(difference.own == "https://h.example/a")
        #expect(difference.other == "http://h.example/a")
        #expect(error.description.contains("http://h.example/a"))
        #expect(error.baseStringMistakes.map(\.id) == ["scheme-behind-proxy"])
        #expect(error.description.contains("This mistake explains it: the URL is signed with the other scheme"))
        #expect(error.description.contains("set the service's external URL"))
    }

    @Test("The base string is found in a header field")
    func header() async throws {
        let error = try await error { base in
            OAuth1Response(
                .unauthorized,
                [.wwwAuthenticate: "OAuth debug_sbs=\"\(base.replacing("b%3D1", with: "b%3D2"))\""]
            )
        }
        #expect(error.baseStringDifference?.component == .parameter("b"))
    }

    @Test("The parameter at which the base strings differ is named, and each mistake that leads to the difference")
    func parameter() async throws {
        let missing = try await error { base in
            OAuth1Response(.unauthorized, [:], "debug_sbs=\(base.replacing("b%3D1%26", with: ""))")
        }
        #expect(missing.baseStringDifference?.component == .parameter("b"))
        #expect(missing.description.contains("base strings differ in the parameter b"))
        #expect(missing.baseStringMistakes.map(\.id) == ["query-left-out", "parameter-not-signed"])
        #expect(missing.description.contains("One of these mistakes explains it: "))
        let other = try await error { base in
            OAuth1Response(.unauthorized, [:], "debug_sbs=\(base.replacing("b%3D1", with: "b%3D17"))")
        }
        #expect(other.description.contains("in the parameter b: this library signed \"1\", the service has \"17\""))
        #expect(other.baseStringMistakes.isEmpty)
        #expect(!other.description.contains("explains it"))
    }

    @Test("A service that computed the same base string has another secret")
    func same() async throws {
        let error = try await error { OAuth1Response(.unauthorized, [:], "debug_sbs=\($0)") }
        #expect(error.baseStringDifference == nil)
        #expect(error.recoverySuggestion?.contains("same base string") == true)
    }

    @Test("Parameters that are signed and not sent are a part of what was signed")
    func additionallySigned() async throws {
        let error = try await error(options: OAuth1SigningOptions(additionallySigned: ["title": "x"])) {
            OAuth1Response(.unauthorized, [:], "debug_sbs=\($0)")
        }
        #expect(error.baseStringDifference?.component == .parameter("title"))
        #expect(error.baseStringDifference?.other == nil)
    }

    @Test("A verifier that differs is named and not shown")
    func secrets() async throws {
        let error = try await error(verifier: "verify-me") { base in
            OAuth1Response(.unauthorized, [:], "debug_sbs=\(base.replacing("verify-me", with: "verify-you"))")
        }
        #expect(error.baseStringDifference?.component == .parameter("oauth_verifier"))
        var dumped = ""
        dump(error, to: &dumped)
        for text in [error.description, dumped] {
            #expect(!text.contains("verify-me"))
            #expect(!text.contains("verify-you"))
        }
    }

    @Test("PLAINTEXT has no base string to compare")
    func plaintext() async throws {
        let error = try await error(.plaintext) { OAuth1Response(.unauthorized, [:], "debug_sbs=\($0)1") }
        #expect(error.baseStringDifference == nil)
        #expect(error.recoverySuggestion?.contains("same base string") != true)
    }

    @Test("Header fields are searched up to 64 KiB in total, and 64 of them", arguments: [15, 16, 63, 64])
    func headerFieldLimits(fields: Int) async throws {
        // Sixteen values of 4 KiB, or sixty-four shorter ones.
        let filler = String(repeating: "x", count: fields > 16 ? 8 : 4_096)
        @Sendable func head(_ last: String) -> HTTPResponse {
            var fields = HTTPFields(
                (0..<fields)
                    .compactMap { index in
                        HTTPField.Name("X-Filler-\(index)").map { HTTPField(name: $0, value: filler) }
                    }
            )
            fields.set("X-Last", last)
            return HTTPResponse(status: .unauthorized, headerFields: fields)
        }
        let isRead = fields == 15 || fields == 63
        let error = try await error { base in
            OAuth1Response(head: head("base_string=" + base.replacing("GET&", with: "PUT&")))
        }
        #expect((error.baseStringDifference?.component == .method) == isRead)
        let response = OAuth1Response(head: head("oauth_problem=nonce_used"))
        #expect((response.problem?.code == "nonce_used") == isRead)
    }
}
