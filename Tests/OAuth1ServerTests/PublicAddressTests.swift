//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("The public URL of a provider")
struct PublicAddressTests {
    /// A request as the server gets it, signed for the URL that the client used.
    private func signed(
        _ service: TestService,
        for url: String,
        arrivingAt path: String,
        scheme: String = "http",
        host: String
    ) throws -> HTTPRequest {
        var request = try service.signer()
            .sign(
                HTTPRequest(method: .post, absoluteURL: url),
                body: nil,
                OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
            )
            .request
        request.scheme = scheme
        request.authority = host
        request.path = path
        return request
    }

    private func status(_ service: TestService, _ request: HTTPRequest) async -> HTTPResponse.Status? {
        await service.server.respond(to: request)?.response.status
    }

    private func service(
        _ urls: String...,
        configure: @escaping (inout OAuth1ServerConfiguration) -> Void = { _ in }
    ) throws -> TestService {
        let origins = try urls.map { try OAuth1Origin($0) }
        return TestService(configure: {
            $0.trustsHostField = false
            $0.externalURL = origins.first
            $0.additionalExternalURLs = Array(origins.dropFirst())
            configure(&$0)
        })
    }

    @Test(
        "A base path that a proxy takes away is signed",
        arguments: ["https://example.org/api/v1", "https://example.org/api/v1/"]
    )
    func basePath(externalURL: String) async throws {
        let service = try service(externalURL)
        let path = "/oauth/request_token?scope=x"
        let request = try signed(
            service,
            for: "https://example.org/api/v1" + path,
            arrivingAt: path,
            host: "10.0.0.1:8080"
        )
        #expect(await status(service, request) == .ok)
        let elsewhere = try signed(service, for: "https://example.org" + path, arrivingAt: path, host: "example.org")
        #expect(await status(service, elsewhere) == .unauthorized)
        #expect(try OAuth1Origin(externalURL).description == "https://example.org/api/v1")
    }

    @Test("Resources have the base path, too, also without another path")
    func resources() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: { $0.externalURL = try? OAuth1Origin("https://example.org/api") }
        )
        for (target, publicTarget) in [
            ("/me?a=b", "/api/me?a=b"), ("/", "/api/"), ("?a=b", "/api?a=b"), ("/%41//x", "/api/%41//x"),
        ] {
            var request = try service.signer()
                .sign(HTTPRequest(method: .get, absoluteURL: "https://example.org" + publicTarget))
                .request
            request.path = target
            request.authority = "inner"
            #expect(try await service.protector.authenticate(request).clientKey == "key", "\(target)")
        }
    }

    @Test("A text that is not a path does not become one with the base path")
    func otherTargets() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: { $0.externalURL = try? OAuth1Origin("https://example.org/api") }
        )
        for target in ["x", "*", "http://evil.example/x", "@evil.example/"] {
            var request = try service.signer()
                .sign(HTTPRequest(method: .get, absoluteURL: "https://example.org/api" + "/x"))
                .request
            request.path = target
            let error = await #expect(throws: OAuth1ServerError.self) {
                try await service.protector.authenticate(request)
            }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test(
        "Of several public URLs the host chooses one",
        arguments: [
            ("a.example", "https://a.example", true), ("A.Example:443", "https://a.example", true),
            ("b.example:8443", "https://b.example:8443/base", true),
            ("a.example", "https://b.example:8443/base", false),
            ("b.example:8443", "https://a.example", false),
        ]
    )
    func several(host: String, url: String, isAccepted: Bool) async throws {
        let service = try service("https://a.example", "https://b.example:8443/base")
        let path = "/oauth/request_token"
        let request = try signed(service, for: url + path, arrivingAt: path, host: host)
        #expect(await status(service, request) == (isAccepted ? .ok : .unauthorized))
    }

    @Test(
        "Any other host is misdirected, wherever it is and whatever is signed",
        arguments: [
            "evil.example", "a.example.evil.example", "a.example:8080", "a.example:80", "b.example", "a.example@evil",
            "evil@a.example", "a.example, b.example", "a.example.", "localhost", "127.0.0.1",
        ]
    )
    func foreignHost(host: String) async throws {
        let service = try service("https://a.example", "https://c.example")
        let path = "/oauth/request_token"
        let request = try signed(service, for: "https://a.example" + path, arrivingAt: path, host: host)
        #expect(await status(service, request) == .misdirectedRequest)
        #expect(service.events.events.last?.error == .unknownHost)
        let page = try #require(
            await service.server.respond(
                to: HTTPRequest(method: .get, scheme: "http", authority: host, path: "/oauth/authorize?oauth_token=x")
            )
        )
        #expect(page.response.status == .misdirectedRequest)
        #expect(page.text.contains("<h1>"))

        var withField = request
        withField.authority = "a.example"
        withField.headerFields[try #require(HTTPField.Name("Host"))] = host
        #expect(await status(service, withField) == .misdirectedRequest)
    }

    @Test(
        "A request without a host, or with two, is a bad request whatever the public URLs and the scheme are",
        arguments: [[], ["https://a.example"], ["https://a.example", "https://c.example"]],
        ["http", "https"]
    )
    func noHostOrTwo(urls: [String], scheme: String) async throws {
        let origins = try urls.map { try OAuth1Origin($0) }
        let service = TestService(configure: {
            $0.trustsHostField = false
            $0.externalURL = origins.first
            $0.additionalExternalURLs = Array(origins.dropFirst())
        })
        let name = try #require(HTTPField.Name("Host"))
        func expectBadRequest(authority: String?, hosts: [String]) async throws {
            for path in ["/oauth/request_token", "/oauth/authorize?oauth_token=x", "/oauth/access_token"] {
                var request = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: path)
                for host in hosts { request.headerFields.append(HTTPField(name: name, value: host)) }
                #expect(await status(service, request) == .badRequest, "\(path) \(authority ?? "none") \(hosts)")
                #expect(service.events.events.last?.error == .invalidRequest)
            }
            var request = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: "/me")
            for host in hosts { request.headerFields.append(HTTPField(name: name, value: host)) }
            let error = await #expect(throws: OAuth1ServerError.self) {
                try await service.protector.authenticate(request)
            }
            #expect(error?.code == .invalidRequest)
        }
        try await expectBadRequest(authority: nil, hosts: [])
        try await expectBadRequest(authority: "", hosts: [])
        try await expectBadRequest(authority: "a.example", hosts: [""])
        try await expectBadRequest(authority: "a.example", hosts: ["a.example", "a.example"])
        try await expectBadRequest(authority: nil, hosts: ["a.example", "evil.example"])
        try await expectBadRequest(authority: "localhost", hosts: ["evil.example", "localhost"])
    }

    @Test("With one public URL the Host field plays no part, as proxies change it")
    func one() async throws {
        let service = try service("https://a.example")
        let path = "/oauth/request_token"
        for host in ["a.example", "10.0.0.1:8080", "evil.example"] {
            let request = try signed(service, for: "https://a.example" + path, arrivingAt: path, host: host)
            #expect(await status(service, request) == .ok)
            let forHost = try signed(service, for: "https://x.\(host)" + path, arrivingAt: path, host: "x.\(host)")
            #expect(await status(service, forHost) == .unauthorized)
        }
    }

    @Test("Without a public URL no host is believed but this machine's", arguments: ["https", "http"])
    func noExternalURL(scheme: String) async throws {
        let service = try service()
        let path = "/oauth/request_token"
        for host in ["localhost:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080"] {
            let request = try signed(
                service,
                for: "\(scheme)://\(host)" + path,
                arrivingAt: path,
                scheme: scheme,
                host: host
            )
            #expect(await status(service, request) == .ok)
        }
        for host in ["api.example.com", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"] {
            let request = try signed(
                service,
                for: "\(scheme)://\(host)" + path,
                arrivingAt: path,
                scheme: scheme,
                host: host
            )
            let isHTTPS = scheme == "https"
            #expect(await status(service, request) == (isHTTPS ? .misdirectedRequest : .forbidden))
            #expect(service.events.events.last?.error == (isHTTPS ? .unknownHost : .insecureTransport))
            await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(request) }
            var hidden = request
            hidden.headerFields[try #require(HTTPField.Name("Host"))] = "localhost"
            #expect(await status(service, hidden) == (isHTTPS ? .misdirectedRequest : .forbidden))
        }
    }

    @Test("An option by name believes the host, and so does a service without TLS")
    func trusting() async throws {
        let path = "/oauth/request_token"
        let trusting = try service(configure: { $0.trustsHostField = true })
        let request = try signed(
            trusting,
            for: "https://any.example" + path,
            arrivingAt: path,
            scheme: "https",
            host: "any.example"
        )
        #expect(await status(trusting, request) == .ok)
        let plain = try service(configure: { $0.requiresTLS = false })
        let plainRequest = try signed(
            plain,
            for: "http://any.example" + path,
            arrivingAt: path,
            scheme: "http",
            host: "any.example"
        )
        #expect(await status(plain, plainRequest) == .ok)
        // An external URL wins over the option.
        let both = try service("https://a.example", configure: { $0.trustsHostField = true })
        let other = try signed(
            both,
            for: "https://any.example" + path,
            arrivingAt: path,
            scheme: "https",
            host: "any.example"
        )
        #expect(await status(both, other) == .unauthorized)
    }

    @Test("A stranger learns neither the hosts nor an API")
    func advice() async throws {
        let service = try service(
            "https://a.example",
            "https://b.example",
            configure: { $0.revealsProblemDetail = true }
        )
        let path = "/oauth/request_token"
        let request = try signed(service, for: "https://a.example" + path, arrivingAt: path, host: "evil.example")
        let text = try #require(await service.server.respond(to: request)).text
        #expect(!text.contains("example") && !text.contains("OAuth1") && !text.contains("externalURL"))
    }
}
