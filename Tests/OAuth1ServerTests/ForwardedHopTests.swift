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
        "Only the last element of Forwarded counts, whichever machine it names and whatever characters are before it",
        arguments: [
            ("for=192.0.2.1;proto=https;host=evil.example, for=10.0.0.5;host=api.example", "http://api.example"),
            ("host=evil.example, for=\"[fd00::5]:4711\";proto=https;host=api.example", "https://api.example"),
            ("host=evil.example, for=unknown;host=api.example", "http://api.example"),
            ("host=evil.example, host=\"api\\.example\"", "http://api.example"),
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

    @Test("The last line of Forwarded counts, and one that a client sent is not read")
    func lines() throws {
        let own = ("Forwarded", "for=10.0.0.5;proto=https;host=api.example")
        #expect(try origin(.forwarded, [("Forwarded", "host=evil.example"), own]) == "https://api.example")
        #expect(try origin(.forwarded, [("Forwarded", "host=\"evil"), own]) == "https://api.example")
    }

    @Test("A quoted value that ends with an escape has no end, and a field of more than 4,096 bytes is rejected")
    func limits() throws {
        let long = Array(repeating: "host=evil.example", count: 300).joined(separator: ",")
        for value in ["host=\"a\\", "host=\"a\\\"", "host=\"\\\"", long] {
            #expect(throws: OAuth1ServerError(.invalidRequest, ""), "\(value)") {
                try origin(.forwarded, [("Forwarded", value)])
            }
        }
    }

    @Test(
        "The last values of X-Forwarded-Proto and -Host count, whatever a client adds to X-Forwarded-For and -Port",
        arguments: [
            ("192.0.2.1, 10.0.0.5", "http, https", "evil.example, api.example", "https://api.example"),
            ("10.0.0.5", "https", "evil.example, api.example", "https://api.example"),
            ("", "https", "api.example:8443", "https://api.example:8443"),
            ("10.0.0.5", "http\u{600}, https", "evil.example\u{600}, api.example", "https://api.example"),
            ("10.0.0.5", "http\u{600},https", "evil\u{600},api.example", "https://api.example"),
        ]
    )
    func lists(nodes: String, schemes: String, hosts: String, origin: String) throws {
        let fields = [
            ("X-Forwarded-For", nodes), ("X-Forwarded-Port", "8080"), ("X-Forwarded-Proto", schemes),
            ("X-Forwarded-Host", hosts),
        ]
        #expect(try self.origin(.xForwarded, fields) == origin)
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
