//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Request targets as they arrive")
struct ReceivedTargetTests {
    private func signed(_ path: String = "/files/report?a=b") throws -> OAuth1SignedRequest {
        try Fixtures.signer().sign(HTTPRequest(method: .get, absoluteURL: "https://example.com" + path))
    }

    @Test(
        "A number sign, a space or a control character in the target is rejected, wherever it is",
        arguments: [
            "#", "#?admin=1", "#/../admin", "&x=#", "&1234567#", "&12345678#", " ", "\t", "\r\nX: y", "\n", "\u{0}",
            "\u{1F}",
            "\u{7F}", "&1234567\u{7F}9", "&\u{E9}#", "?#",
        ]
    )
    func forbidden(suffix: String) throws {
        let signed = try signed()
        let header = try #require(signed.authorization)
        expectError(.invalidURL, saying: "request target") {
            try OAuth1IncomingRequest.read(
                method: "GET",
                url: "https://example.com/files/report?a=b" + suffix,
                authorization: header
            )
        }
    }

    @Test(
        "Text after a number sign is never accepted as part of the signed request",
        arguments: ["#", "#?admin=1"]
    )
    func numberSign(suffix: String) throws {
        var signed = try signed("/files/report")
        signed.request.path?.append(suffix)
        expectError(.invalidURL, saying: "number sign") { try signed.read() }
        expectError(.invalidURL, saying: "number sign") {
            try OAuth1IncomingRequest.read(
                method: "GET",
                url: "https://example.com" + suffix,
                authorization: signed.authorization
            )
        }
    }

    @Test("Percent-encoded, every byte is data", arguments: ["/a%23b?c=%23&d=%20%00%0D%0A", "/%5C/%2e%2e/;x?a=b?c=d"])
    func encoded(path: String) throws {
        let signed = try signed(path)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test(
        "Dot segments, doubled slashes and every spelling of a path are signed unchanged",
        arguments: [
            ("/a/../b", "/b"), ("/a/%2e%2e/b", "/a/../b"), ("//evil.example/x", "/x"), ("/a;b", "/a"), ("/a/", "/a"),
        ]
    )
    func spelling(path: String, other: String) throws {
        var signed = try signed(path)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
        signed.request.path = other
        let incoming = try signed.read()
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test(
        "A target in absolute or asterisk form, or one that starts with its query, is rejected",
        arguments: [
            "https://example.com/files/report", "http://evil.example/", "*", "?a=b", "example.com:443",
        ]
    )
    func otherForms(target: String) throws {
        var signed = try signed()
        signed.request.path = target
        expectError(.invalidURL, saying: "slash") { try signed.read() }
    }
}
