//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization
import Testing

@Suite("Users who come back to the consent page after their decision")
struct RecordedDecisionTests {
    /// A login whose token was exchanged, and what the browser has of it.
    private struct Login {
        let path: String
        let form: OAuth1Parameters
        let cookie: String
        let verifier: String
    }

    private static let other = OAuth1ClientCredentials(key: "other", secret: "other-secret")
    private static let registered = OAuth1RegisteredClient(
        credentials: TestService.client,
        displayName: "A & B",
        callbacks: [TestService.callback, "printer:done", "http://127.0.0.1/cli"],
        callbackMatching: [.anyLoopbackPort, .anyQuery]
    )

    private func cookie(_ response: OAuth1ServerResponse) throws -> String {
        let field = try #require(response.response.headerFields[.setCookie])
        return String(field.prefix { $0 != ";" })
    }

    private func logIn(
        _ service: TestService,
        callback: String = TestService.callback,
        isExchanged: Bool = true
    ) async throws -> Login {
        let token = try await service.obtainRequestToken(callback: callback)
        let path = "/oauth/authorize?oauth_token=\(token.token)"
        let form = try service.form(of: try await service.get(path), token, "allow")
        let response = try await service.post("/oauth/authorize", form)
        let text = try #require(response.response.headerFields[.location])
        let query = OAuth1Parameters(formEncoded: String(text.drop { $0 != "?" }.dropFirst()))
        let verifier = try #require(query["oauth_verifier"])
        if isExchanged { #expect(try await service.exchange(token, verifier: verifier).response.status == .ok) }
        return Login(path: path, form: form, cookie: try cookie(response), verifier: verifier)
    }

    private func link(_ page: OAuth1ServerResponse) -> String? {
        page.text.firstMatch(of: #/<a href="([^"]*)"/#).map { String($0.1) }
    }

    @Test("After the exchange, a second click and the way back show that access was allowed")
    func afterExchange() async throws {
        let service = TestService(client: Self.registered)
        let login = try await logIn(service)
        var other = OAuth1Parameters(login.form.filter { $0.name != "decision" })
        other.append(OAuth1Parameter("decision", "deny"))
        for page in [
            try await service.get(login.path, cookie: login.cookie),
            try await service.post("/oauth/authorize", login.form, cookie: "a=b; \(login.cookie)"),
            try await service.post("/oauth/authorize", other, cookie: login.cookie),
        ] {
            #expect(page.response.status == .conflict)
            #expect(page.text.contains("<h1>You have already allowed access</h1>"))
            #expect(page.text.contains("you allowed <strong><bdi>A &amp; B</bdi></strong>"))
            #expect(page.text.contains("You can close this page"))
            #expect(link(page) == "https://app.example.net/")
            #expect(page.response.headerFields[.location] == nil)
            for hidden in ["<form", "oauth_verifier", login.verifier, "Access can't be granted"] {
                #expect(!page.text.contains(hidden))
            }
        }
        let last = try #require(service.events.events.last)
        #expect(last.error == .tokenUsed && last.clientKey == "key")
    }

    @Test(
        "After the user removed the access, a late click shows that the application has none",
        arguments: [true, false]
    )
    func removedAccess(isExchanged: Bool) async throws {
        let service = TestService(client: Self.registered)
        let login = try await logIn(service, isExchanged: isExchanged)
        func pages() async throws -> [OAuth1ServerResponse] {
            [
                try await service.get(login.path, cookie: login.cookie),
                try await service.post("/oauth/authorize", login.form, cookie: login.cookie),
            ]
        }
        try await service.server.revokeGrant(ofUser: "user-7", clientKey: "key")
        for page in try await pages() {
            #expect(page.response.status == .conflict)
            #expect(page.text.contains("<h1>The application has no access</h1>"))
            #expect(page.text.contains("You allowed <strong><bdi>A &amp; B</bdi></strong>"))
            #expect(!page.text.contains("already allowed") && !page.text.contains("<form"))
            #expect(link(page) == "https://app.example.net/")
        }
        // The access of another client is not this one's.
        let other = try await service.obtainRequestToken(signer: service.signer(Self.other))
        let verifier = try await service.authorize(other)
        #expect(try await service.exchange(other, verifier: verifier, client: Self.other).response.status == .ok)
        for page in try await pages() { #expect(page.text.contains("<h1>The application has no access</h1>")) }
        // The user allowed access again, in another login.
        _ = try await logIn(service)
        for page in try await pages() { #expect(page.text.contains("<h1>You have already allowed access</h1>")) }
    }

    @Test("A denial that the store has forgotten is shown, too")
    func denial() async throws {
        let service = TestService(client: Self.registered, tokenStore: MinimalTokenStore(OAuth1InMemoryTokenStore()))
        let token = try await service.obtainRequestToken()
        let path = "/oauth/authorize?oauth_token=\(token.token)"
        let form = try service.form(of: try await service.get(path), token, "deny")
        let cookie = try cookie(try await service.post("/oauth/authorize", form))
        for page in [
            try await service.get(path, cookie: cookie),
            try await service.post("/oauth/authorize", form, cookie: cookie),
        ] {
            #expect(page.response.status == .conflict)
            #expect(page.text.contains("<h1>You have already denied access</h1>"))
            #expect(page.text.contains("you did not allow"))
        }
    }

    @Test("Without the cookie the page says that nothing changed, and neither what was decided nor by whom")
    func withoutCookie() async throws {
        let service = TestService(client: Self.registered)
        let login = try await logIn(service)
        let unknown = try await service.get("/oauth/authorize?oauth_token=never-issued")
        for page in [try await service.get(login.path), try await service.post("/oauth/authorize", login.form)] {
            #expect(page == unknown)
            #expect(page.response.status == .unauthorized)
            #expect(page.text.contains("<h1>This request is closed</h1>"))
            #expect(page.text.contains("this page changed nothing"))
            #expect(link(page) == nil)
        }
    }

    @Test("The cookie is of no use for another user, another token, or with another value")
    func others() async throws {
        let user = Mutex<OAuth1UserAuthentication>(.user(id: "first"))
        let service = TestService(client: Self.registered, authenticateUser: { _ in user.withLock { $0 } })
        let login = try await logIn(service)
        let other = try await logIn(service)
        let closed = try await service.get("/oauth/authorize?oauth_token=never-issued")
        for (path, cookie) in [
            (other.path, login.cookie), (login.path, other.cookie),
            (login.path, login.cookie.replacing("allowed", with: "denied")),
            (login.path, login.cookie.replacing("client=key", with: "client=other")),
            (login.path, login.cookie.replacing("app.example.net", with: "evil.example")),
            (login.path, login.cookie + "0"), (login.path, String(login.cookie.dropLast())),
            (login.path, login.cookie.replacing("__Host-", with: "")),
            (login.path, "__Host-oauth1-decision="),
            (login.path, login.cookie + String(repeating: "0", count: 4_096)),
        ] {
            #expect(try await service.get(path, cookie: cookie) == closed, "\(cookie)")
        }
        for other in [OAuth1UserAuthentication.user(id: "second"), .response(.redirect(to: "/sign-in"))] {
            user.withLock { $0 = other }
            #expect(try await service.get(login.path, cookie: login.cookie) == closed)
        }
        user.withLock { $0 = .user(id: "first") }
        #expect(try await service.get(login.path, cookie: login.cookie).response.status == .conflict)
    }

    @Test("The page of a client that was disabled or removed is the one without a decision")
    func disabled() async throws {
        let service = TestService(client: Self.registered)
        let login = try await logIn(service)
        var client = Self.registered
        client.callbacks = ["https://other.example.net/done"]
        service.clients.register(client)
        // The operator took the callback back: the decision counts, the site does not.
        let page = try await service.get(login.path, cookie: login.cookie)
        #expect(page.response.status == .conflict && link(page) == nil)
        client.isDisabled = true
        service.clients.register(client)
        #expect(try await service.get(login.path, cookie: login.cookie).response.status == .unauthorized)
    }

    @Test(
        "Only the site of a registered callback is linked to",
        arguments: [
            (TestService.callback, "https://app.example.net/"),
            (TestService.callback + "?a=b", "https://app.example.net/"),
            ("printer:done", nil), ("http://127.0.0.1:49152/cli", nil), ("http://127.0.0.1/cli", "http://127.0.0.1/"),
        ] as [(String, String?)]
    )
    func links(callback: String, expected: String?) async throws {
        let service = TestService(client: Self.registered)
        let login = try await logIn(service, callback: callback)
        let page = try await service.get(login.path, cookie: login.cookie)
        #expect(page.response.status == .conflict && link(page) == expected)
    }

    @Test("A client without registered callbacks gets no link")
    func freeCallbacks() async throws {
        let service = TestService()
        let login = try await logIn(service)
        let page = try await service.get(login.path, cookie: login.cookie)
        #expect(page.response.status == .conflict && link(page) == nil)
    }

    @Test("The cookie has no token and no verifier, and only the provider can read it, over TLS")
    func attributes() async throws {
        let service = TestService(client: Self.registered)
        let token = try await service.obtainRequestToken()
        let response = try await service.decide(token)
        let cookie = try #require(response.response.headerFields[.setCookie])
        #expect(cookie.hasPrefix("__Host-oauth1-decision="))
        for attribute in ["Max-Age=600", "Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
            #expect(cookie.contains("; \(attribute)"))
        }
        let kept = await service.tokens.requestToken(token.token)
        let verifier = try #require(kept?.authorization?.verifier.reveal())
        #expect(!cookie.contains(token.token) && !cookie.contains(verifier))
        // Nobody who only looks at the page gets one.
        #expect(try await service.get("/oauth/authorize?oauth_token=x").response.headerFields[.setCookie] == nil)
    }
}
