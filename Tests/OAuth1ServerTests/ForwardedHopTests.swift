//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Requests that several proxies forward")
struct ForwardedHopTests {
    private static let proxies = ["10.0.0.0/8", "fd00::/8"]

    private func configuration(_ field: OAuth1TrustedProxies.Field) throws -> OAuth1ServerConfiguration {
        OAuth1ServerConfiguration(
            serviceName: "Service",
            trustsHostField: true,
            trustedProxies: try OAuth1TrustedProxies(Self.proxies, field: field)
        )
    }

    private func request(_ fields: [(String, String)]) throws -> HTTPRequest {
        var request = HTTPRequest(method: .get, scheme: "http", authority: "own.example", path: "/")
        for (name, value) in fields {
            request.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return request
    }

    /// The URL that counts for a request from a listed proxy.
    private func origin(_ field: OAuth1TrustedProxies.Field, _ fields: [(String, String)]) throws -> String {
        let forwarded = try configuration(field).forwardedRequest(try request(fields), from: "10.0.0.1")
        return "\(forwarded.scheme ?? "")://\(forwarded.authority ?? "")"
    }

    @Test(
        "In Forwarded, the element before that of a listed proxy counts, up to the first machine that is not listed",
        arguments: [
            (
                "for=192.0.2.1;proto=https;host=api.example, for=10.0.0.5;proto=http;host=internal",
                "https://api.example"
            ),
            ("for=c;proto=https;host=api.example, for=10.0.0.5;proto=http;host=internal", "https://api.example"),
            ("for=c;proto=https;host=api.example, for=\"10.0.0.5:4711\";host=internal", "https://api.example"),
            ("for=c;proto=https;host=api.example, for=\"[fd00::5]:4711\";host=internal", "https://api.example"),
            (
                "for=c;proto=https;host=api.example, for=\"[fd00::5]\";host=b, for=10.0.0.5;host=a",
                "https://api.example"
            ),
            ("for=c;proto=https, for=10.0.0.5;proto=http;host=internal", "https://internal"),
            ("for=10.0.0.6;proto=https;host=api.example, for=10.0.0.5;host=internal", "https://api.example"),
            // Elements that a client sent.
            ("host=evil.example, for=192.0.2.1;host=api.example, for=10.0.0.5;host=internal", "http://api.example"),
            ("for=10.0.0.5;host=evil.example, for=192.0.2.1;host=api.example", "http://api.example"),
            ("host=evil.example, for=10.0.0.5;host=b, for=192.0.2.1;host=api.example", "http://api.example"),
            ("host=evil.example, for=unknown;host=api.example", "http://api.example"),
            ("host=evil.example, for=_hidden;host=api.example", "http://api.example"),
            ("host=evil.example, host=api.example", "http://api.example"),
            ("host=evil.example, for=\"fd00::5\";host=api.example", "http://api.example"),
            ("host=evil.example, for=\"[10.0.0.5]\";host=api.example", "http://api.example"),
            ("host=evil.example, for=\"[fd00::5]x\";host=api.example", "http://api.example"),
            ("host=evil.example, for=10.0.0.5.example;host=api.example", "http://api.example"),
            ("host=evil.example, for=192.0.2.1;by=10.0.0.5;host=api.example", "http://api.example"),
            ("host=evil.example;for=10.0.0.5, for=198.51.100.7", "http://own.example"),
            ("host=evil.example;x=\u{600}, for=198.51.100.7", "http://own.example"),
            ("proto=https;host=evil.example;x=\u{D4E}, for=198.51.100.7", "http://own.example"),
            ("proto=https;host=evil.example;x=\u{110BD}, for=198.51.100.7", "http://own.example"),
            ("proto=https;host=evil.example;x=\"\u{600}\", for=198.51.100.7", "http://own.example"),
            ("proto=https;host=evil.example, ", "http://own.example"),
        ]
    )
    func elements(value: String, origin: String) throws {
        #expect(try self.origin(.forwarded, [("Forwarded", value)]) == origin)
    }

    @Test("Lines of Forwarded count like elements, and one that a client sent is not read")
    func lines() throws {
        let own = ("Forwarded", "for=10.0.0.5;host=internal")
        let outer = ("Forwarded", "for=192.0.2.1;proto=https;host=api.example")
        #expect(try origin(.forwarded, [outer, own]) == "https://api.example")
        #expect(try origin(.forwarded, [("Forwarded", "host=\"evil"), outer, own]) == "https://api.example")
        #expect(try origin(.forwarded, [("Forwarded", "host=evil.example"), outer]) == "https://api.example")
    }

    @Test("A quoted value that ends with an escape has no end, and more than 16 proxies are rejected")
    func limits() throws {
        let many = Array(repeating: "for=10.0.0.5;host=a", count: 17).joined(separator: ",")
        for value in ["host=\"a\\", "host=\"a\\\"", "host=\"\\\"", many] {
            #expect(throws: OAuth1ServerError(.invalidRequest, ""), "\(value)") {
                try origin(.forwarded, [("Forwarded", value)])
            }
        }
        let few = Array(repeating: "for=10.0.0.5;host=a", count: 16).joined(separator: ",")
        #expect(try origin(.forwarded, [("Forwarded", few)]) == "http://a")
        let nodes = Array(repeating: "10.0.0.5", count: 40).joined(separator: ",")
        #expect(throws: OAuth1ServerError(.invalidRequest, "")) {
            try origin(.xForwarded, [("X-Forwarded-For", nodes), ("X-Forwarded-Host", nodes)])
        }
    }

    @Test(
        "Lists of X-Forwarded-For, -Proto and -Host are read at the same place if they have the same length",
        arguments: [
            ("192.0.2.1, 10.0.0.5", "https, http", "api.example, internal", "https://api.example"),
            ("192.0.2.1, [fd00::5]:4711", "https, http", "api.example, internal", "https://api.example"),
            ("192.0.2.1, fd00::5", "https, http", "api.example, internal", "https://api.example"),
            ("192.0.2.1, 10.0.0.5:4711", "https, http", "api.example, internal", "https://api.example"),
            ("192.0.2.1, 10.0.0.6, 10.0.0.5", "https, http, http", "api.example, b, a", "https://api.example"),
            // Values that a client sent.
            (
                "10.0.0.9, 192.0.2.1, 10.0.0.5", "http, https, http", "evil.example, api.example, a",
                "https://api.example"
            ),
            ("10.0.0.5, 192.0.2.1", "http, https", "evil.example, api.example", "https://api.example"),
            ("10.0.0.5, 10.0.0.5, 192.0.2.1", "http, http, https", "evil, evil, api.example", "https://api.example"),
            ("192.0.2.1, unknown", "http, https", "evil.example, api.example", "https://api.example"),
            // Lists that not all proxies add to.
            ("192.0.2.1, 10.0.0.5", "https", "evil.example, api.example", "https://api.example"),
            ("192.0.2.1, 10.0.0.5", "https", "api.example", "https://api.example"),
            ("10.0.0.5", "http, https", "evil.example, api.example", "https://api.example"),
            ("", "http, https", "evil.example, api.example", "https://api.example"),
            ("192.0.2.1\u{600}, 10.0.0.5", "http\u{600}, https", "evil.example\u{600}, api.example", "error"),
            ("10.0.0.5, 192.0.2.1\u{600}", "http\u{600}, https", "evil\u{600},api.example", "https://api.example"),
        ]
    )
    func lists(nodes: String, schemes: String, hosts: String, origin: String) throws {
        let fields = [("X-Forwarded-For", nodes), ("X-Forwarded-Proto", schemes), ("X-Forwarded-Host", hosts)]
        guard origin != "error" else {
            #expect(throws: OAuth1ServerError(.invalidRequest, "")) { try self.origin(.xForwarded, fields) }
            return
        }
        #expect(try self.origin(.xForwarded, fields) == origin)
    }

    @Test(
        "X-Forwarded-Port counts for a host without a port",
        arguments: [
            ("api.example", "8443", "https://api.example:8443"), ("api.example:444", "8443", "https://api.example:444"),
            ("[2001:db8::1]", "8443", "https://[2001:db8::1]:8443"),
            ("[2001:db8::1]:1", "2", "https://[2001:db8::1]:1"),
            ("api.example", "443", "https://api.example"), ("api.example", "1, 8443", "https://api.example:8443"),
            ("api.example", "0", nil), ("api.example", "65536", nil), ("api.example", "+1", nil),
            ("api.example", "8443x", nil), ("api.example", "", nil), ("api.example", "1,", nil),
            ("api.example", "\u{661}", nil),
        ] as [(String, String, String?)]
    )
    func port(host: String, port: String, expected: String?) throws {
        let fields = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", host), ("X-Forwarded-Port", port)]
        guard let expected else {
            #expect(throws: OAuth1ServerError(.invalidRequest, "")) { try origin(.xForwarded, fields) }
            return
        }
        #expect(try origin(.xForwarded, fields) == expected)
    }

    @Test("The port is that of the proxy whose host counts, and without a host it has no effect")
    func portOfHop() throws {
        let nodes = ("X-Forwarded-For", "192.0.2.1, 10.0.0.5")
        let hosts = ("X-Forwarded-Host", "api.example, internal")
        #expect(
            try origin(.xForwarded, [nodes, hosts, ("X-Forwarded-Port", "8443, 80")]) == "http://api.example:8443"
        )
        #expect(try origin(.xForwarded, [nodes, hosts, ("X-Forwarded-Port", "8080")]) == "http://internal:8080")
        #expect(try origin(.xForwarded, [("X-Forwarded-Port", "8443")]) == "http://own.example")
    }

    @Test("With a single external URL a field that can't be read has no effect")
    func singleURL() throws {
        let fields: [(OAuth1TrustedProxies.Field, String)] = [
            (.forwarded, "Forwarded"), (.xForwarded, "X-Forwarded-Proto"),
        ]
        for (field, name) in fields {
            var configuration = try configuration(field)
            configuration.externalURL = try OAuth1Origin("https://api.example")
            let request = try request([(name, "host=\"")])
            #expect(try configuration.forwardedRequest(request, from: "10.0.0.1") == request)
            configuration.additionalExternalURLs = [try OAuth1Origin("https://two.example")]
            #expect(throws: OAuth1ServerError(.invalidRequest, "")) {
                try configuration.forwardedRequest(request, from: "10.0.0.1")
            }
        }
    }
}
