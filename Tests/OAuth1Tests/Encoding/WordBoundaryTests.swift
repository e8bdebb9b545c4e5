//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

/// Text is compared and checked eight bytes at a time: what is special must be found at every place of these.
@Suite("Special characters at every place of eight bytes")
struct WordBoundaryTests {
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// The text with a special character at each place, and texts of different lengths after it.
    private static func texts(with special: String) -> [String] {
        (0...17)
            .flatMap { before in
                [0, 1, 7, 8, 9]
                    .map { after in
                        String(repeating: "a", count: before) + special + String(repeating: "Z", count: after)
                    }
            }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let hex = String(byte, radix: 16, uppercase: true)
            result += unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" : "") + hex
        }
    }

    @Test(
        "Names, values, nonces and paths are signed and read with a special character at every place",
        arguments: [" ", "/", "%", "+", "\u{7F}", "\u{E9}", "~", "\"", "\\"]
    )
    func everyPlace(special: String) throws {
        let verifier = OAuth1Verifier()
        for text in Self.texts(with: special) {
            let once = Self.encoded(text)
            let url = "https://example.com/\(once)?\(once)=\(once)"
            let options = OAuth1SigningOptions(
                additionalParameters: ["xoauth_\(text)": text],
                nonce: OAuth1Nonce(text)
            )
            let header = try Fixtures.signer().authorizationHeader(method: "GET", url: url, options)
            #expect(header.contains("oauth_nonce=\"\(once)\""))
            let read = try OAuth1IncomingRequest.read(method: "GET", url: url, authorization: header)
            let incoming = try #require(read)
            #expect(incoming.nonce == text)
            let baseString = String(decoding: try incoming.baseString(), as: UTF8.self)
            let twice = Self.encoded(once)
            #expect(baseString.hasPrefix("GET&https%3A%2F%2Fexample.com%2F\(twice)&"))
            #expect(baseString.contains("oauth_nonce%3D\(twice)%26"))
            #expect(baseString.contains("xoauth_\(twice)%3D\(twice)"))
            #expect(throws: Never.self) { try verifier.verify(incoming, with: Fixtures.verificationKey) }
        }
    }

    @Test("A quote after a backslash does not end a value, wherever it is")
    func escapedQuote() throws {
        for text in Self.texts(with: "\\\"") {
            let read = try OAuth1IncomingRequest.read(
                method: "GET",
                url: "https://example.com/",
                authorization: "OAuth oauth_consumer_key=\"k\", oauth_nonce=\"\(text)\", oauth_token=\"t\""
            )
            #expect(read?.nonce == text)
            #expect(read?.token == "t")
        }
    }

    @Test("A value without its closing quote is malformed, however long it is")
    func unclosed() {
        for count in 0...17 {
            let value = String(repeating: "a", count: count)
            #expect(throws: OAuth1Error.self) {
                try OAuth1IncomingRequest.read(
                    method: "GET",
                    url: "https://example.com/",
                    authorization: "OAuth oauth_consumer_key=\"\(value)"
                )
            }
        }
    }

    @Test(
        "Parameters have one order in the base string, wherever they are in the request",
        arguments: [("a=1&b=2", "y=3&z=4"), ("y=3&a=1", "z=4&b=2"), ("z=4&y=3", "b=2&a=1"), ("", "y=3&b=2&z=4&a=1")]
    )
    func order(query: String, form: String) throws {
        let url = "https://example.com/?\(query)"
        let body = OAuth1Body.form(Array(form.utf8))
        let options = OAuth1SigningOptions(nonce: "n", timestamp: 1)
        let header = try Fixtures.signer().authorizationHeader(method: "POST", url: url, body: body, options)
        let read = try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: header, body: body)
        let incoming = try #require(read)
        let baseString = String(decoding: try incoming.baseString(), as: UTF8.self)
        #expect(baseString.hasPrefix("POST&https%3A%2F%2Fexample.com%2F&a%3D1%26b%3D2%26oauth_consumer_key%3D"))
        #expect(baseString.hasSuffix("%26oauth_version%3D1.0%26y%3D3%26z%3D4"))
        #expect(throws: Never.self) { try OAuth1Verifier().verify(incoming, with: Fixtures.verificationKey) }
    }
}
