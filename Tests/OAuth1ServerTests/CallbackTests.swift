//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Callbacks")
struct CallbackTests {
    private func answer(_ callback: String, _ service: TestService) async throws -> OAuth1ServerResponse {
        try await service.send(
            try service.signed(
                "/oauth/request_token",
                by: service.signer(),
                OAuth1SigningOptions(callback: callback)
            )
        )
    }

    @Test(
        "A client without registered callbacks may use any that is safe",
        arguments: [
            "oob", "https://app.example.net/done", "http://127.0.0.1:8912/cb?x=1#top", "com.example.app://callback",
            "myapp:done", "https://[::1]:8080/", "HTTPS://APP.example.net", "com.example.app:/cb", "myapp://",
            "https://a.example/#/route",
        ]
    )
    func safe(callback: String) async throws {
        #expect(try await answer(callback, TestService()).response.status == .ok)
    }

    @Test(
        "Relative URLs and schemes that run code are rejected",
        arguments: [
            "/done", "done", "//app.example.net/", "?x", "OOB", "javascript:alert(1)", "JavaScript:alert(1)",
            "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:https://a/b", "https:app.example.net",
            "https://", "https:///x", "https://user@app.example.net/", "https://a.example\\@b.example/",
            "https://a.example/\r\nSet-Cookie: x=1", "https://a.example/ b", "https://a.example/\"",
            "https://ä.example/",
            "https://a.example/<b>", "myapp:", ":x", "1x:y", "view-source:https://a.example",
            "https://a.example/" + String(repeating: "x", count: 2_048), "https://:443/",
            "intent://x/#Intent;end", "search-ms:query=x", "ms-msdt:x", "feed:javascript:alert(1)", "jar:https://a!/b",
            "myapp:javascript:x", "https://ex%61mple.com/", "https://a.example:99999/", "https://127.1/",
            "https://[zz]/", "localhost:8080/cb", "https%3A%2F%2Fa.example%2F",
        ]
    )
    func unsafe(callback: String) async throws {
        let response = try await answer(callback, TestService())
        #expect(response.response.status == .badRequest)
        #expect(response.problem == "parameter_rejected")
        #expect(response.parameters["oauth_parameters_rejected"] == "oauth_callback")
    }

    @Test(
        "Registered callbacks are compared exactly",
        arguments: [
            ("https://app.example.net/done", true), ("oob", true), ("https://app.example.net/done/", false),
            ("https://app.example.net/done?x=1", false), ("https://APP.example.net/done", false),
            ("https://app.example.net.evil.example/done", false), ("javascript:alert(1)", false),
        ]
    )
    func registered(callback: String, isAccepted: Bool) async throws {
        let service = TestService(
            client: OAuth1RegisteredClient(
                credentials: TestService.client,
                callbacks: [TestService.callback, "javascript:alert(1)"]
            )
        )
        #expect((try await answer(callback, service).response.status == .ok) == isAccepted)
    }

    @Test("oob can be taken from a client")
    func outOfBand() async throws {
        let client = OAuth1RegisteredClient(credentials: TestService.client, allowsOutOfBand: false)
        #expect(try await answer("oob", TestService(client: client)).response.status == .badRequest)
    }

    @Test("The problem of a callback is reported only to the client")
    func order() async throws {
        let service = TestService()
        let forger = OAuth1ClientCredentials(key: "key", secret: "wrong")
        let signed = try service.signed(
            "/oauth/request_token",
            by: service.signer(forger),
            OAuth1SigningOptions(callback: "/relative")
        )
        #expect(try await service.send(signed).problem == "signature_invalid")
    }

    @Test(
        "The parameters go to the end of the query, and every other byte stays",
        arguments: [
            ("https://a.example", "https://a.example?", ""), ("https://a.example/", "https://a.example/?", ""),
            ("https://a.example/?", "https://a.example/?", ""),
            ("https://a.example/?a=%c3%A9+b&c", "https://a.example/?a=%c3%A9+b&c&", ""),
            ("https://a.example/?a=b&", "https://a.example/?a=b&", ""),
            ("https://a.example/x#/route?y", "https://a.example/x?", "#/route?y"),
            ("https://a.example/x?z#", "https://a.example/x?z&", "#"), ("myapp://cb", "myapp://cb?", ""),
        ]
    )
    func redirect(callback: String, prefix: String, suffix: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: callback)
        let response = try await service.decide(token)
        #expect(response.response.status == .seeOther)
        let verifier = try #require(await service.tokens.requestToken(token.token)?.authorization?.verifier.reveal())
        #expect(
            response.response.headerFields[.location]
                == "\(prefix)oauth_token=\(token.token)&oauth_verifier=\(verifier)\(suffix)"
        )
        #expect(verifier.utf8.count == 32)
        #expect(response.response.headerFields[.cacheControl] == "no-store")
    }
}
