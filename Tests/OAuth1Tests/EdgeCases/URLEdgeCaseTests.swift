//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Edge cases of URLs")
struct URLEdgeCaseTests {
    // An option that rewrites the path, for services that decode it first, is for the presets above the core.
    @Test(
        "Edge case 7: the path is signed exactly as it is on the wire",
        arguments: ["/%7e/%7E", "/a%2fb%2Fc", "/a!b'c(d)*", "/a+b", "/\u{E9}", "/%zz", "/a//b/", "/;a=b", "/@:,"]
    )
    func path(path: String) throws {
        #expect(try BaseString(url: "http://example.com" + path).uri == "http://example.com" + path)
    }

    // The creator of the URL resolves dot segments: the signed URL must be the sent URL.
    @Test(
        "Edge case 8: dot segments are signed as they are sent",
        arguments: ["/a/../b", "/./a", "/a/..", "/%2e%2e/a"]
    )
    func dotSegments(path: String) throws {
        #expect(try BaseString(url: "http://example.com" + path).uri == "http://example.com" + path)
        #expect(try HTTPRequest(method: .get, absoluteURL: "http://example.com" + path).path == path)
    }

    @Test("Edge case 9: an empty path is signed and sent as a slash", arguments: ["", "?", "#a", "?a=b"])
    func emptyPath(rest: String) throws {
        #expect(try BaseString(url: "http://example.com" + rest).uri == "http://example.com/")
        let request = try HTTPRequest(method: .get, absoluteURL: "http://example.com" + rest)
        #expect(request.path?.hasPrefix("/") == true)
        let signed = try Fixtures.signer().sign(request, Fixtures.options)
        let base = try BaseString(url: "http://example.com/" + rest)
        #expect(signed.baseText == base.text)
    }

    @Test(
        "Edge case 10: the port is signed unless it is the scheme's own",
        arguments: [
            ("http://example.com:80/", "http://example.com/"),
            ("https://example.com:443/", "https://example.com/"),
            ("http://example.com:443/", "http://example.com:443/"),
            ("https://example.com:80/", "https://example.com:80/"),
            ("https://example.com:0443/", "https://example.com/"),
            ("http://example.com:/", "http://example.com/"),
            ("http://example.com:8080/", "http://example.com:8080/"),
            ("http://example.com:8080?a=b", "http://example.com:8080/"),
            ("http://example.com:65535/", "http://example.com:65535/"),
            ("http://example.com/a:80/b", "http://example.com/a:80/b"),
        ]
    )
    func port(url: String, expected: String) throws {
        #expect(try BaseString(url: url).uri == expected)
    }

    @Test(
        "Edge case 10: what is not a port is rejected",
        arguments: [":0", ":65536", ":8a", ":-1", ":80:80", ":99999999999999999999"]
    )
    func noPort(port: String) {
        expectError(.invalidAuthority, saying: "port") { try BaseString(url: "http://example.com\(port)/") }
        expectError(.invalidAuthority, saying: "port") {
            try HTTPRequest(method: .get, absoluteURL: "http://example.com\(port)/")
        }
    }

    @Test(
        "Edge case 11: scheme and host are signed in lower case, everything else as it is",
        arguments: [
            ("HTTP://EXAMPLE.Com/Path", "http://example.com/Path"),
            ("hTTps://WWW.Example.COM:443/", "https://www.example.com/"),
            ("http://example.com./", "http://example.com./"),
            ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ]
    )
    func host(url: String, expected: String) throws {
        #expect(try BaseString(url: url).uri == expected)
    }

    @Test(
        "Edge case 12: an IPv6 address keeps its brackets and loses the default port",
        arguments: [
            ("http://[::1]/", "http://[::1]/"),
            ("http://[::1]:80/", "http://[::1]/"),
            ("https://[2001:DB8::A]:8443/", "https://[2001:db8::a]:8443/"),
            ("https://[::ffff:192.0.2.1]:443/", "https://[::ffff:192.0.2.1]/"),
            ("http://192.0.2.1:80/", "http://192.0.2.1/"),
        ]
    )
    func ipAddress(url: String, expected: String) throws {
        #expect(try BaseString(url: url).uri == expected)
    }

    @Test("Edge case 12: an IPv6 zone identifier is rejected", arguments: ["[fe80::1%25eth0]", "[fe80::1%eth0]:8080"])
    func zone(host: String) {
        expectError(.invalidAuthority, saying: "zone") { try BaseString(url: "http://\(host)/") }
    }

    @Test("Edge case 13: user information is rejected", arguments: ["user@", "user:password@", "@", "user:pass@word@"])
    func userInformation(user: String) {
        let url = "https://\(user)example.com/"
        expectError(.invalidURL, saying: "user information") { try BaseString(url: url) }
        expectError(.invalidURL, saying: "user information") { try HTTPRequest(method: .get, absoluteURL: url) }
    }

    @Test("Edge case 13: an at sign after the authority is not user information")
    func atSignInPath() throws {
        #expect(try BaseString(url: "https://example.com/@user?a=b@c").uri == "https://example.com/@user")
    }

    @Test("Edge case 14: the Host field is signed, not the authority of the URL")
    func hostField() throws {
        var request = try HTTPRequest(method: .get, absoluteURL: "http://10.0.0.1:8080/a")
        let name = try #require(HTTPField.Name("Host"))
        request.headerFields[name] = "Example.com:80"
        let signed = try Fixtures.signer().sign(request, Fixtures.options)
        #expect(signed.baseText.hasPrefix("GET&http%3A%2F%2Fexample.com%2Fa&"))
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    // Which origin is the public one is for the provider to know; the core takes the one it is given.
    @Test("Edge case 14: a request is verified against the public scheme and host, not those behind a proxy")
    func publicOrigin() throws {
        let signed = try Fixtures.signer()
            .sign(try HTTPRequest(method: .get, absoluteURL: "https://api.example.com/a?b=c"), Fixtures.options)
        var behindProxy = signed.request
        behindProxy.scheme = "http"
        behindProxy.authority = "10.0.0.1:8080"
        let wrong = try #require(try OAuth1IncomingRequest.read(behindProxy))
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(wrong, with: Fixtures.verificationKey)
        }
        behindProxy.scheme = "https"
        behindProxy.authority = "api.example.com"
        let right = try #require(try OAuth1IncomingRequest.read(behindProxy))
        try Fixtures.verifier.check(right, with: Fixtures.verificationKey)
    }
}
