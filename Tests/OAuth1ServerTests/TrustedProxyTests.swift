//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Proxies that forward requests")
struct TrustedProxyTests {
    private func service(_ field: OAuth1TrustedProxies.Field, _ addresses: [String] = ["10.0.0.0/8"]) throws
        -> TestService
    {
        let proxies = try OAuth1TrustedProxies(addresses, field: field)
        let origins = try [OAuth1Origin("https://one.example"), OAuth1Origin("https://two.example")]
        return TestService(configure: { configuration in
            configuration.trustsHostField = false
            configuration.externalURL = origins[0]
            configuration.additionalExternalURLs = [origins[1]]
            configuration.trustedProxies = proxies
        })
    }

    /// A request that a client signed for one URL, as it arrives at the server.
    private func arrived(_ service: TestService, _ fields: [(String, String)], host: String = "internal:8080") throws
        -> HTTPRequest
    {
        let signed = try service.signer()
            .sign(
                HTTPRequest(method: .post, absoluteURL: "https://two.example/oauth/request_token"),
                OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
            )
        var request = signed.request
        (request.scheme, request.authority) = ("http", host)
        for (name, value) in fields {
            request.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return request
    }

    private func status(_ service: TestService, _ request: HTTPRequest, from peer: String?) async throws
        -> HTTPResponse.Status
    {
        let forwarded: HTTPRequest
        do { forwarded = try service.server.configuration.forwardedRequest(request, from: peer) } catch {
            #expect(error.code == .invalidRequest)
            return .badRequest
        }
        return try #require(await service.server.respond(to: forwarded)).response.status
    }

    @Test("The host that a listed proxy names is the one that was signed")
    func listed() async throws {
        let service = try service(.xForwarded)
        let fields = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "two.example")]
        #expect(try await status(service, try arrived(service, fields), from: "10.1.2.3") == .ok)
        #expect(try await status(service, try arrived(service, fields), from: "::ffff:10.1.2.3") == .ok)
        for peer in [nil, "11.0.0.1", "::1", "", "10.1.2", "10.1.2.3.4", "unix:/socket"] {
            #expect(
                try await status(service, try arrived(service, fields), from: peer) == .misdirectedRequest,
                "\(peer ?? "")"
            )
        }
        let unlisted = TestService(configure: { $0.trustsHostField = false })
        #expect(try await status(unlisted, try arrived(unlisted, fields), from: "10.1.2.3") != .ok)
    }

    @Test("The last value counts, which the proxy added, and fields of the other kind don't")
    func lastValue() async throws {
        let service = try service(.xForwarded)
        let both = [("X-Forwarded-Host", "evil.example, two.example"), ("Forwarded", "host=evil.example;proto=http")]
        #expect(try await status(service, try arrived(service, both), from: "10.1.2.3") == .ok)
        let repeated = [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Host", "two.example")]
        #expect(try await status(service, try arrived(service, repeated), from: "10.1.2.3") == .ok)
        for hosts in ["two.example, evil.example", "evil.example", "two.example,", "two.example/", "a@two.example", ""]
        {
            let request = try arrived(service, [("X-Forwarded-Host", hosts)])
            #expect(try await status(service, request, from: "10.1.2.3") != .ok, "\(hosts)")
        }
    }

    @Test("Forwarded is read with quotes and in any case, and an ambiguous element is rejected")
    func forwarded() async throws {
        let service = try service(.forwarded)
        for value in [
            "host=two.example;proto=https", "for=192.0.2.1;Host=\"two.example\";PROTO=HTTPS",
            "host=evil.example, host=two.example",
            "for=\"[2001:db8::1],host=evil.example\"; host = two.example", "by=x;host=two.example",
            "host=\"two\\.example\";proto=\"http\\s\"", "for=\"a\\\"b,c\";host=two.example",
            "x=\u{600},host=two.example", "x=\u{600};host=two.example", "x=\"\u{301}\",\u{301}=y;host=two.example",
        ] {
            let request = try arrived(service, [("Forwarded", value), ("X-Forwarded-Host", "evil.example")])
            #expect(try await status(service, request, from: "10.1.2.3") == .ok, "\(value)")
        }
        for value in [
            "host=two.example;host=evil.example", "host=two.example, for=x", "host=\"two.example", "host", "host=",
            ";;,,==",
            "host=two.example;" + String(repeating: "a=b;", count: 2_000),
        ] {
            let request = try arrived(service, [("Forwarded", value)])
            #expect(try await status(service, request, from: "10.1.2.3") != .ok, "\(value.prefix(60))")
        }
    }

    @Test("A quote that a client leaves open does not hide what the proxy adds")
    func openQuote() throws {
        let service = try service(.forwarded)
        let proxys = ", for=192.0.2.1;host=two.example;proto=http"
        for clients in [
            "host=one.example;proto=https;for=\"x", "host=one.example;for=\"x\\\"", "host=one.example;for=x\"",
            "host=one.example;for=\"x\"y\"",
        ] {
            var request = try arrived(service, [])
            request.headerFields[try #require(HTTPField.Name("Forwarded"))] = clients + proxys
            #expect(throws: OAuth1ServerError(.invalidRequest, ""), "\(clients)") {
                try service.server.configuration.forwardedRequest(request, from: "10.1.2.3")
            }
        }
    }

    @Test(
        "Two Host fields are rejected, whichever host the proxy names",
        arguments: [OAuth1TrustedProxies.Field.forwarded, .xForwarded]
    )
    func twoHosts(field: OAuth1TrustedProxies.Field) async throws {
        let service = try service(field)
        let fields =
            field == .forwarded
            ? [("Forwarded", "host=two.example;proto=https")]
            : [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "two.example")]
        let one = try arrived(service, fields + [("Host", "internal:8080")])
        #expect(try await status(service, one, from: "10.1.2.3") == .ok)
        for hosts in [["two.example", "two.example"], ["two.example", "one.example"], ["internal:8080", ""]] {
            let request = try arrived(service, fields + hosts.map { ("Host", $0) })
            #expect(try service.server.configuration.forwardedRequest(request, from: "10.1.2.3") == request)
            #expect(try await status(service, request, from: "10.1.2.3") == .badRequest, "\(hosts)")
        }
    }

    @Test("A proxy may say that a client did not use TLS")
    func scheme() throws {
        let proxies = try OAuth1TrustedProxies(["::1"], field: .xForwarded)
        let configuration = OAuth1ServerConfiguration(serviceName: "Service", trustedProxies: proxies)
        var request = try HTTPRequest(method: .get, absoluteURL: "https://one.example/")
        for (value, scheme) in [
            ("http", "http"), ("HTTPS", "https"), ("https, http", "http"),
        ] {
            request.headerFields[try #require(HTTPField.Name("X-Forwarded-Proto"))] = value
            #expect(try configuration.forwardedRequest(request, from: "::1").scheme == scheme, "\(value)")
        }
        for value in ["ftp", "", "https,", "https;", String(repeating: "x, ", count: 2_000) + "https"] {
            request.headerFields[try #require(HTTPField.Name("X-Forwarded-Proto"))] = value
            #expect(throws: OAuth1ServerError(.invalidRequest, ""), "\(value.prefix(20))") {
                try configuration.forwardedRequest(request, from: "::1")
            }
        }
    }

    @Test("Addresses and prefixes are read exactly")
    func addresses() throws {
        for (range, address, isIn) in [
            ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.5/8", "10.9.9.9", true), ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false), ("fd00::/8", "fdab::1", true), ("fd00::/8", "fe00::1", false),
            ("::1", "0:0:0:0:0:0:0:1", true), ("fe80::/10", "fe80::1%eth0", true),
            ("192.168.1.128/25", "192.168.1.127", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
            ("::ffff:10.0.0.0/104", "10.2.3.4", true), ("1.2.3.4", "01.2.3.4", false),
            ("1.2.3.4", "1.2.3.4%\u{301}", true), ("1.2.3.4", "1.2.3\u{600}.4", false),
            ("1.2.3.4", "1.2.3.4\u{301}", false), ("::1", "::\u{301}1", false), ("fd00::/8", "fd00:\u{600}:1", false),
        ] {
            let proxies = try OAuth1TrustedProxies([range], field: .forwarded)
            #expect(proxies.contains(address) == isIn, "\(range) \(address)")
        }
        for text in [
            "", "localhost", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/", "10.0.0.0/-1", "1.2.3.4/08", "::1::",
            "1::2::3",
            "12345::", "::g", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "256.1.1.1", "1.2.3.4/8/8", ":1", "\u{661}.2.3.4",
            "::%eth0", "1.2.3.4::",
        ] {
            #expect(throws: OAuth1Error.self, "\(text)") { try OAuth1TrustedProxies([text], field: .forwarded) }
        }
        #expect(!OAuth1TrustedProxies.none.contains("127.0.0.1"))
    }
}
