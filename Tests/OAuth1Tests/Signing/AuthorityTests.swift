//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Authorities and targets")
struct AuthorityTests {
    private func request(authority: String, path: String = "/", scheme: String = "https") -> HTTPRequest {
        HTTPRequest(method: .get, scheme: scheme, authority: authority, path: path)
    }

    @Test(
        "Signer, verifier and URL reject an authority that could be read as another host",
        arguments: [
            "b\u{FC}cher.example", "a%2Eb.example", "a\\.example", "a\"b", "a<b", "a>b", "a^b", "a`b", "a{b}", "a|b",
            "[::1", "[::1]x", "a[b]", "a]", "[::1]]", "[", "[::1]:80:80", "[::1]a:80",
        ]
    )
    func invalid(authority: String) {
        expectError(.invalidAuthority) { try Fixtures.signer().sign(request(authority: authority)) }
        expectError(.invalidAuthority) { try OAuth1IncomingRequest.read(request(authority: authority)) }
        expectError(.invalidAuthority) { try HTTPRequest(method: .get, absoluteURL: "https://\(authority)/") }
    }

    @Test("A slash, a question mark or a number sign is not a part of an authority", arguments: ["a/b", "a?b", "a#b"])
    func delimiters(authority: String) {
        expectError(.invalidAuthority) { try Fixtures.signer().sign(request(authority: authority)) }
    }

    @Test("A host with letters that are not ASCII is rejected with what to write instead")
    func punycode() {
        expectError(.invalidAuthority, saying: "Punycode") {
            try HTTPRequest(method: .get, absoluteURL: "https://b\u{FC}cher.example/")
        }
    }

    @Test(
        "Underscores and sub-delimiters occur in hosts of real networks",
        arguments: ["a_b.example", "a!$&'()*+,;=b"]
    )
    func allowed(authority: String) throws {
        #expect(try HTTPRequest(method: .get, absoluteURL: "https://\(authority)/").authority == authority)
    }

    @Test(
        "A target without a slash in front, which would change the host, is rejected",
        arguments: ["@evil.example/", ".evil.example/", ":80/", "x", "\\x"]
    )
    func target(path: String) {
        let request = request(authority: "api.example.com", path: path)
        expectError(.invalidURL, saying: "slash") { try Fixtures.signer().sign(request) }
        expectError(.invalidURL, saying: "slash") { try OAuth1IncomingRequest.read(request) }
    }

    @Test("A Host field does not hide an authority that is not valid")
    func hiddenAuthority() throws {
        var request = request(authority: "localhost:80@evil.example", scheme: "http")
        request.headerFields[try #require(HTTPField.Name("Host"))] = "localhost"
        expectError(.invalidURL, saying: "user information") { try Fixtures.signer().sign(request) }
        #expect(!request.isConfidential)
    }

    @Test(
        "Only hosts that nothing takes for another one are this machine",
        arguments: [
            ("localhost", true), ("LOCALHOST:8080", true), ("127.0.0.1", true), ("127.255.1.2:1", true),
            ("[::1]", true),
            ("[::1]:80", true), ("127.0.0.1.evil.example", false), ("localhost.evil.example", false),
            ("x.localhost", false), ("localhost:80@evil.example", false), ("[::1]:80@evil.example", false),
            ("127.+1.0.1", false), ("127.1", false), ("127.0.0.256", false), ("0127.0.0.1", false),
            ("127.0.0.1.", false),
            ("127..0.1", false), ("10.0.0.1", false), ("", false), ("[::1]evil", false), ("[::2]", false),
        ]
    )
    func loopback(authority: String, isLoopback: Bool) throws {
        #expect(request(authority: authority, scheme: "http").isConfidential == isLoopback)
        var named = request(authority: "127.0.0.1", scheme: "http")
        named.headerFields[try #require(HTTPField.Name("Host"))] = authority
        #expect(named.isConfidential == isLoopback)
        #expect(request(authority: authority, scheme: "HTTPS").isConfidential)
    }
}
