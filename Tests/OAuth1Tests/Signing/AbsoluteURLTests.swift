//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Requests from URLs")
struct AbsoluteURLTests {
    @Test("Every byte of a URL stays as it is")
    func bytes() throws {
        let request = try HTTPRequest(
            method: .put,
            absoluteURL: "HTTPS://Example.com:0443/a%2fb/%7E;c?x=%20+&y=\u{E9}[]#fragment",
            headerFields: [.accept: "*/*"]
        )
        #expect(request.method == .put)
        #expect(request.scheme == "https")
        #expect(request.authority == "Example.com:0443")
        #expect(request.path == "/a%2fb/%7E;c?x=%20+&y=\u{E9}[]")
        #expect(request.headerFields[.accept] == "*/*")
    }

    @Test("A combining character after a delimiter is not part of it")
    func combiningCharacters() throws {
        let request = try HTTPRequest(method: .get, absoluteURL: "http://example.com/\u{301}a?\u{301}b#\u{301}c")
        #expect(request.path.map { Array($0.utf8) } == Array("/\u{301}a?\u{301}b".utf8))
        let signed = try Fixtures.signer().sign(request, Fixtures.options)
        #expect(signed.baseText.hasPrefix("GET&http%3A%2F%2Fexample.com%2F%CC%81a&%25CC%2581b%3D%26oauth_"))
    }

    @Test(
        "A URL that is not an absolute http or https URL is rejected",
        arguments: ["", "/a", "example.com", "ftp://a/", "http:/a", "http:", "://a/"]
    )
    func invalid(url: String) {
        expectError(.invalidURL) { try HTTPRequest(method: .get, absoluteURL: url) }
    }

    @Test("A URL without a host is rejected", arguments: ["http://", "https:///a", "http://:80/", "http://?a"])
    func noHost(url: String) {
        expectError(.invalidAuthority, saying: "host") { try HTTPRequest(method: .get, absoluteURL: url) }
    }

    @Test(
        "Spaces and control characters are rejected, as they would split the request line",
        arguments: [" ", "\t", "\r\n", "\0", "\u{7F}"]
    )
    func spaces(text: String) {
        for url in ["http://example.com/a\(text)b", "http://example.com/?a=\(text)", "\(text)http://example.com/"] {
            expectError(.invalidURL, saying: "percent-encode") { try HTTPRequest(method: .get, absoluteURL: url) }
        }
    }

    @Test(
        "A host with spaces or control characters is rejected by the signer",
        arguments: ["a b", "a\tb", "a\r\nb", "a\0"]
    )
    func hostWithSpaces(host: String) {
        expectError(.invalidAuthority, saying: "space or control character") {
            try Fixtures.signer().authorizationHeader(method: "GET", url: "http://\(host)/")
        }
    }
}
