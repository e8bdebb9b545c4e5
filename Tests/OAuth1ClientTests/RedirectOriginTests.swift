//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@testable import OAuth1Client

@Suite("Redirects to other origins")
struct RedirectOriginTests {
    private func exchange(
        options: OAuth1FlowOptions,
        fields: HTTPFields = [.accept: "a/b"]
    ) throws -> OAuth1Exchange {
        let signer = OAuth1Signer(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        let request = try HTTPRequest(.get, wireURL: "https://h.example/a", headerFields: fields)
        let signing = OAuth1SigningOptions()
        return OAuth1Exchange(
            OAuth1UnsignedRequest(request: request, body: [1], signer: signer, options: signing),
            options
        )
    }

    private func step(_ exchange: inout OAuth1Exchange, to location: String) throws -> OAuth1Exchange.Step {
        let head = HTTPResponse(status: .temporaryRedirect, headerFields: [.location: location])
        return try exchange.step(after: OAuth1Response(head: head), elapsed: .zero, now: 784_111_777, chance: 0.5)
    }

    @Test(
        "An origin is named with its port, and otherwise means the default port over TLS",
        arguments: [
            ("other.example", "https://other.example:443/x", true),
            ("other.example:443", "https://other.example/x", true),
            ("other.example", "https://other.example:8443/x", false),
            ("other.example:8443", "https://OTHER.example:8443/x", true),
            ("other.example:8443", "https://other.example/x", false),
            ("other.example:8443", "https://other.example:84430/x", false),
            ("other.example:80", "http://other.example/x", false),
            ("other.example", "https://a.other.example/x", false),
            ("127.0.0.1", "http://127.0.0.1/x", true), ("127.0.0.1", "https://127.0.0.1/x", true),
            ("127.0.0.1", "http://127.0.0.1:8080/x", false), ("127.0.0.1:8080", "http://127.0.0.1:8080/x", true),
            ("[::1]:8080", "http://[::1]:8080/x", true), ("[::1]", "http://[::1]:8080/x", false),
            ("https://other.example:8443", "https://other.example:8443/x", true),
            ("http://other.example", "https://other.example/x", false),
            ("http://other.example", "http://other.example/x", false), ("", "https://other.example/x", false),
            ("*", "https://other.example/x", false), ("other.example:", "https://other.example/x", true),
        ]
    )
    func origins(entry: String, location: String, isFollowed: Bool) throws {
        var exchange = try exchange(options: OAuth1FlowOptions(redirects: OAuth1RedirectPolicy(allowedHosts: [entry])))
        #expect(
            try step(&exchange, to: location) == (isFollowed ? .send(after: .zero) : .finish)
        )
    }

    @Test("Without TLS another origin is followed only if it is named in full, and plain http is allowed at all")
    func insecureOrigins() throws {
        for (entry, isFollowed) in [("other.example", false), ("http://other.example", true)] {
            let options = OAuth1FlowOptions(
                allowsInsecureHTTP: true,
                redirects: OAuth1RedirectPolicy(allowedHosts: [entry])
            )
            var exchange = try exchange(options: options)
            let step = try step(&exchange, to: "http://other.example/x")
            #expect(step == (isFollowed ? .send(after: .zero) : .finish))
        }
    }

    @Test("Another origin gets the header fields that describe body and response, and those that the policy names")
    func fieldsForOtherOrigins() throws {
        let key = try #require(HTTPField.Name("X-Api-Key"))
        let trace = try #require(HTTPField.Name("X-Trace"))
        let fields: HTTPFields = [
            .accept: "a/b", .acceptLanguage: "de", .userAgent: "app/1", .contentType: "c/d", .contentEncoding: "gzip",
            .cookie: "session=1", .authorization: "Basic x", .proxyAuthorization: "Basic y", .referer: "https://h/",
            .origin: "https://h", key: "secret", trace: "1",
        ]
        let policy = OAuth1RedirectPolicy(
            allowedHosts: ["other.example"],
            additionalFields: [trace, .authorization, .proxyAuthorization]
        )
        func names(_ location: String) throws -> Set<String> {
            var exchange = try exchange(options: OAuth1FlowOptions(redirects: policy), fields: fields)
            #expect(try step(&exchange, to: location) == .send(after: .zero))
            return Set(exchange.request.request.headerFields.map(\.name.canonicalName))
        }
        #expect(
            try names("https://other.example/x") == [
                "accept", "accept-language", "user-agent", "content-type", "content-encoding", "x-trace",
            ]
        )
        #expect(try names("/x").count == fields.count)
    }
}
