//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Callbacks that may differ from the registered ones")
struct CallbackMatchingTests {
    private func isAccepted(
        _ callback: String,
        registered: String,
        _ matching: OAuth1CallbackMatching
    ) async throws -> Bool {
        let service = TestService(
            client: OAuth1RegisteredClient(
                credentials: TestService.client,
                callbacks: [registered],
                callbackMatching: matching
            )
        )
        let response = try await service.send(
            try service.signed(
                "/oauth/request_token",
                by: service.signer(),
                OAuth1SigningOptions(callback: callback, isTokenRequest: true)
            )
        )
        if response.response.status != .ok {
            #expect(response.parameters["oauth_parameters_rejected"] == "oauth_callback")
        }
        return response.response.status == .ok
    }

    @Test(
        "Any port of a loopback literal",
        arguments: [
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", true),
            ("http://127.0.0.1:80/cb", "http://127.0.0.1/cb", true),
            ("http://127.0.0.1:8080/cb", "http://127.0.0.1:65535/cb", true),
            ("http://[::1]/cb", "http://[::1]:1/cb", true),
            ("http://localhost/cb", "http://localhost:8080/cb", false),
            ("http://127.0.0.1/cb", "http://localhost:8080/cb", false),
            ("http://127.0.0.1/cb", "http://[::1]:8080/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.2:8080/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1.evil.example:8080/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:8080@evil.example/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:@evil.example/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:080/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:+80/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:8x/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:80:80/cb", false),
            ("http://127.0.0.1/cb", "https://127.0.0.1:8080/cb", false),
            ("https://127.0.0.1/cb", "https://127.0.0.1:8080/cb", false),
            ("http://127.0.0.1/cb", "http://127.1:8080/cb", false),
            ("http://127.0.0.1/cb", "http://2130706433:8080/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb/", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb?x", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:8080/cb#x", false),
            ("http://[::1]/cb", "http://[0:0:0:0:0:0:0:1]:8080/cb", false),
            ("http://[::1]/cb", "http://[::1%25eth0]:8080/cb", false),
            ("https://app.example/cb", "https://app.example:8443/cb", false),
            ("http://10.0.0.1/cb", "http://10.0.0.1:8080/cb", false),
        ]
    )
    func loopback(registered: String, callback: String, isAllowed: Bool) async throws {
        #expect(try await isAccepted(callback, registered: registered, .anyLoopbackPort) == isAllowed)
        if isAllowed { #expect(try await !isAccepted(callback, registered: registered, .exact)) }
        #expect(try await !isAccepted(callback, registered: registered, [.anyQuery, .pathPrefix]) || !isAllowed)
    }

    @Test(
        "Any query without protocol parameters",
        arguments: [
            ("https://app.example/cb", "https://app.example/cb?state=1", true),
            ("https://app.example/cb", "https://app.example/cb?", true),
            ("https://app.example/cb?a=b", "https://app.example/cb?c=d", true),
            ("https://app.example/cb?a=b", "https://app.example/cb", true),
            ("https://app.example/cb", "https://app.example/cb?next=https://evil.example/@x", true),
            ("myapp://cb", "myapp://cb?state=1", true), ("myapp:/cb", "myapp:/cb?state=1", true),
            ("https://app.example/cb", "https://app.example/cb?oauth_verifier=x", false),
            ("https://app.example/cb", "https://app.example/cb?a&oauth%5Ftoken=x", false),
            ("https://app.example/cb", "https://app.example/cb?a=1;b=2", true),
            ("https://app.example/cb", "https://app.example/cb?a=oauth_token;b=my_oauth_token", true),
            ("https://app.example/cb", "https://app.example/cb?a=1;oauth_token=x", false),
            ("https://app.example/cb", "https://app.example/cb?title=Tips%3B+OAuth+basics", true),
            ("https://app.example/cb", "https://app.example/cb?;oauth_verifier", false),
            ("https://app.example/cb", "https://app.example/cb?a=1;oauth_verifier", false),
            ("https://app.example/cb", "https://app.example/cb?a=1;oauth%5Fverifier=x", false),
            ("https://app.example/cb", "https://app.example/cb?a=1;%6Fauth_token=x", false),
            ("https://app.example/cb", "https://app.example/cb?a=1%3Boauth_token=x", false),
            ("https://app.example/cb", "https://app.example/cb?a=1%3boauth%5ftoken=x", false),
            ("https://app.example/cb", "https://app.example/cb?a=1%26oauth_token%3Dx", false),
            ("https://app.example/cb", "https://app.example/cb?a%3Boauth_token=x", false),
            ("https://app.example/cb", "https://app.example/cb?a;+oauth_token=x", false),
            ("https://app.example/cb", "https://app.example/cb?oauth.token=x", false),
            ("https://app.example/cb", "https://app.example/cb?a;oauth%20token=x", false),
            ("https://app.example/cb", "https://app.example/cb?OAuth_Token=x", false),
            ("https://app.example/cb", "https://app.example/cb?x#y", false),
            ("https://app.example/cb", "https://app.example/cb#y?x", false),
            ("https://app.example/cb#y", "https://app.example/cb?x", false),
            ("https://app.example/cb#y", "https://app.example/cb?x#y", true),
            ("https://app.example/cb", "https://app.example/cbx?y", false),
            ("https://app.example/cb", "https://app.example/cb/?y", false),
            ("https://app.example/cb", "https://app.example/cb%3Fx", false),
            ("https://app.example/cb", "https://app.example/CB?x", false),
            ("https://app.example/cb", "https://APP.example/cb?x", false),
            ("https://app.example/cb", "HTTPS://app.example/cb?x", false),
            ("https://app.example/cb", "http://app.example/cb?x", false),
            ("https://app.example/cb", "https://app.example:443/cb?x", false),
            ("https://app.example/cb", "https://app.example@evil.example/cb?x", false),
            ("https://app.example", "https://app.example.evil.example?x", false),
            ("https://app.example", "https://app.example/?x", false),
            ("https://app.example/cb", "https://evil.example?https://app.example/cb", false),
        ]
    )
    func query(registered: String, callback: String, isAllowed: Bool) async throws {
        #expect(try await isAccepted(callback, registered: registered, .anyQuery) == isAllowed)
        if isAllowed { #expect(try await !isAccepted(callback, registered: registered, .exact)) }
    }

    @Test(
        "Paths below the registered one",
        arguments: [
            "https://app.example/cb/x", "https://app.example/cb/", "https://app.example/cb/x/y.z",
            "https://app.example/cb/caf%C3%A9/%20", "https://app.example/cb/...", "https://app.example/cb/x@y",
        ]
    )
    func below(callback: String) async throws {
        for registered in ["https://app.example/cb", "https://app.example/", "https://app.example"] {
            #expect(try await isAccepted(callback, registered: registered, .pathPrefix))
            #expect(try await !isAccepted(callback, registered: registered, [.anyQuery, .anyLoopbackPort]))
        }
        #expect(try await isAccepted("com.app:/cb/x", registered: "com.app:/cb", .pathPrefix))
    }

    @Test(
        "No other paths, however they are spelled",
        arguments: [
            "https://app.example/cbx", "https://app.example/c", "https://app.example/CB/x", "https://app.example/cb//x",
            "https://app.example/cb//", "https://app.example/cb/../x", "https://app.example/cb/..",
            "https://app.example/cb/./x", "https://app.example/cb/.", "https://app.example/cb/%2e%2e/x",
            "https://app.example/cb/%2E./x", "https://app.example/cb/.%2e", "https://app.example/cb/%2e",
            "https://app.example/cb/%252e%252e/x", "https://app.example/cb/x%2Fy", "https://app.example/cb/..%2fx",
            "https://app.example/cb/%5c..%5cx", "https://app.example/cb/..\\x", "https://app.example/cb/..;/x",
            "https://app.example/cb/x;y", "https://app.example/cb/%3B", "https://app.example/cb/%00",
            "https://app.example/cb/%0d%0aX", "https://app.example/cb/%", "https://app.example/cb/%2",
            "https://app.example/cb/%zz", "https://app.example/cb/%c0%ae%c0%ae/x", "https://app.example/cb/%e0%80%ae/x",
            "https://app.example/cb/%ff", "https://app.example/cb/%23x", "https://app.example/cb/%3fx",
            "https://app.example/cb%2Fx", "https://app.example/cb%2e", "https://app.example/%63b/x",
            "https://app.example/x/../cb/x", "https://app.example//cb/x", "https://app.example/cb/x?y",
            "https://app.example/cb/x#y", "https://app.example/cb#/x", "https://app.example/cb?/x",
            "https://app.example.evil.example/cb/x", "https://app.example@evil.example/cb/x",
            "https://app.example:444/cb/x", "http://app.example/cb/x", "https://evil.example/cb/x",
            "https:/app.example/cb/x", "https:///app.example/cb/x", "https://app.example%2Fcb/x",
        ]
    )
    func notBelow(callback: String) async throws {
        #expect(try await !isAccepted(callback, registered: "https://app.example/cb", .pathPrefix))
        #expect(
            try await !isAccepted(callback, registered: "https://app.example/cb", [.pathPrefix, .anyLoopbackPort])
        )
    }

    @Test(
        "A registered host alone is not a prefix of another host",
        arguments: [
            "https://app.example.evil.example/", "https://app.example:8443/", "https://app.example@evil.example/",
            "https://app.examplex/", "https://app.example//x", "https://app.example/../x",
        ]
    )
    func hostOnly(callback: String) async throws {
        #expect(try await !isAccepted(callback, registered: "https://app.example", [.pathPrefix, .anyQuery]))
    }

    @Test("A scheme alone, and a path that is not valid, have nothing below them")
    func schemes() async throws {
        #expect(try await !isAccepted("myapp:/x", registered: "myapp:", .pathPrefix))
        #expect(try await !isAccepted("myapp:done/x", registered: "myapp:done", .pathPrefix))
        #expect(try await !isAccepted("myapp:/cb//evil/x", registered: "myapp:/cb", .pathPrefix))
        #expect(try await !isAccepted("other:/cb/x", registered: "myapp:/cb", .pathPrefix))
    }

    @Test("Options count together, and each only for what it names")
    func together() async throws {
        let registered = "http://127.0.0.1/cb"
        let callback = "http://127.0.0.1:5000/cb/x?y=z"
        #expect(
            try await isAccepted(callback, registered: registered, [.anyLoopbackPort, .anyQuery, .pathPrefix])
        )
        for matching: OAuth1CallbackMatching in [
            [.anyLoopbackPort, .anyQuery], [.anyLoopbackPort, .pathPrefix], [.anyQuery, .pathPrefix], .exact,
        ] {
            #expect(try await !isAccepted(callback, registered: registered, matching))
        }
    }
}
