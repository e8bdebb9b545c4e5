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

@Suite("Users who allowed access before")
struct PriorConsentTests {
    private static let registered = OAuth1RegisteredClient(
        credentials: TestService.client,
        displayName: "App",
        callbacks: [TestService.callback]
    )

    private func open(
        _ service: TestService,
        _ token: OAuth1RequestToken,
        _ fields: [String: String] = [:]
    ) async throws -> OAuth1ServerResponse {
        var request = try HTTPRequest(
            method: .get,
            absoluteURL: TestService.origin + "/oauth/authorize?oauth_token=\(token.token)"
        )
        for (name, value) in fields { request.headerFields[try #require(HTTPField.Name(name))] = value }
        return try #require(await service.server.respond(to: request))
    }

    private func verifier(in response: OAuth1ServerResponse) -> String? {
        let query = response.response.headerFields[.location]?.drop { $0 != "?" }.dropFirst() ?? ""
        return OAuth1Parameters(formEncoded: String(query))["oauth_verifier"]
    }

    @Test("They are sent back at once, and the earlier fields count again")
    func redirect() async throws {
        let service = TestService(
            client: Self.registered,
            grantParameters: { grant in grant.requestParameters + grant.decisionFields },
            priorConsent: { request in
                request.user.id == "user-7" && request.parameters["scope"] == "read"
                    ? .allowed(fields: ["ticked": "yes"]) : .ask
            }
        )
        let token = try await service.obtainRequestToken(query: "?scope=read")
        let response = try await open(service, token)
        #expect(response.response.status == .seeOther)
        #expect(response.response.headerFields[.cacheControl] == "no-store")
        let verifier = try #require(self.verifier(in: response))
        // The page is loaded twice as forms are sent twice.
        #expect(try await open(service, token) == response)
        let answer = try await service.exchange(token, verifier: verifier)
        #expect(answer.parameters["scope"] == "read" && answer.parameters["ticked"] == "yes")

        let other = try await service.obtainRequestToken(query: "?scope=write")
        #expect(try await open(service, other).text.contains("<form"))
    }

    @Test("A user who is not signed in is not sent back to the client")
    func notSignedIn() async throws {
        let asked = Mutex(0)
        let service = TestService(
            client: Self.registered,
            priorConsent: { _ in
                asked.withLock { $0 += 1 }
                return .allowed
            },
            authenticateUser: { _ in .response(.redirect(to: "/login")) }
        )
        let token = try await service.obtainRequestToken()
        #expect(try await open(service, token).response.headerFields[.location] == "/login")
        #expect(asked.withLock { $0 } == 0)
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
    }

    @Test(
        "Users are asked where somebody else could get the verifier",
        arguments: ["oob", "http://127.0.0.1:8080/cb", "http://localhost/cb", "http://app.example.net/cb", "myapp:/cb"]
    )
    func otherCallbacks(callback: String) async throws {
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, callbacks: [callback]),
            priorConsent: { _ in .allowed }
        )
        let token = try await service.obtainRequestToken(callback: callback)
        let page = try await open(service, token)
        #expect(page.response.status == .ok && page.text.contains("<form"))
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
    }

    @Test("Users are asked if the client may use any callback")
    func anyCallback() async throws {
        let service = TestService(priorConsent: { _ in .allowed })
        let token = try await service.obtainRequestToken()
        #expect(try await open(service, token).text.contains("<form"))
    }

    @Test(
        "A page that a browser prefetches or embeds makes no decision",
        arguments: [
            ("Sec-Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"),
            ("X-Moz", "prefetch"), ("X-Purpose", "preview"), ("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Dest", "image"),
            ("Sec-Fetch-Dest", "empty"),
        ]
    )
    func notVisited(name: String, value: String) async throws {
        let service = TestService(client: Self.registered, priorConsent: { _ in .allowed })
        let token = try await service.obtainRequestToken()
        #expect(try await open(service, token, [name: value]).text.contains("<form"))
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
        #expect(try await open(service, token, ["Sec-Fetch-Dest": "document"]).response.status == .seeOther)
    }

    @Test("A denial stays a denial, and another user's decision that of the other user")
    func decided() async throws {
        let user = Mutex("first")
        let allows = Mutex(false)
        let service = TestService(
            client: Self.registered,
            priorConsent: { _ in allows.withLock { $0 } ? .allowed : .ask },
            authenticateUser: { _ in .user(id: user.withLock { $0 }) }
        )
        let denied = try await service.obtainRequestToken()
        _ = try await service.decide(denied, "deny")
        let allowed = try await service.obtainRequestToken()
        _ = try await service.authorize(allowed)
        allows.withLock { $0 = true }
        #expect(try await open(service, denied).response.status == .conflict)
        user.withLock { $0 = "second" }
        for token in [denied, allowed] {
            let page = try await open(service, token)
            #expect(page.response.status == .unauthorized)
            #expect(page.response.headerFields[.location] == nil)
        }
    }
}

@Suite("Clients that get the access token that they have")
struct ExistingAccessTokenTests {
    private let existing = OAuth1IssuedAccessToken(
        token: "existing-token",
        secret: "existing-secret",
        clientKey: "key",
        userID: "user-7",
        issuedAt: 1,
        parameters: ["scope": "read", "oauth_token": "other"]
    )

    private func exchange(_ service: TestService) async throws -> OAuth1ServerResponse {
        let token = try await service.obtainRequestToken(query: "?scope=read")
        return try await service.exchange(token, verifier: try await service.authorize(token))
    }

    @Test("The token of client and user is answered again, and the request token is used up")
    func again() async throws {
        let existing = existing
        let service = TestService(
            existingAccessToken: { grant in
                grant.userID == "user-7" && grant.client.key == "key" && grant.requestParameters["scope"] == "read"
                    ? existing : nil
            }
        )
        service.tokens.save(existing)
        let token = try await service.obtainRequestToken(query: "?scope=read")
        let verifier = try await service.authorize(token)
        let response = try await service.exchange(token, verifier: verifier)
        #expect(
            response.parameters
                == ["oauth_token": "existing-token", "oauth_token_secret": "existing-secret", "scope": "read"]
        )
        #expect(try await service.exchange(token, verifier: verifier).response.status == .unauthorized)
        let signer = service.signer(token: OAuth1AccessToken(token: "existing-token", secret: "existing-secret"))
        #expect(
            try await service.protector.authenticate(try service.signed("/me", by: signer).request).userID == "user-7"
        )
        let other = try await service.obtainRequestToken(query: "?scope=write")
        let new = try await service.exchange(other, verifier: try await service.authorize(other))
        #expect(new.parameters["oauth_token"] != "existing-token")
    }

    @Test("Of many exchanges at once exactly one gets it", arguments: [true, false])
    func concurrency(usesMinimalStore: Bool) async throws {
        let existing = existing
        let inner = OAuth1InMemoryTokenStore()
        let service = TestService(
            existingAccessToken: { _ in existing },
            tokenStore: usesMinimalStore ? MinimalTokenStore(inner) : inner,
            configure: { $0.maximumVerifierAttempts = 1_000 }
        )
        inner.save(existing)
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let succeeded = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask { try await service.exchange(token, verifier: verifier).response.status == .ok }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(succeeded == 1)
        #expect(await inner.accessToken("existing-token") == existing)
    }

    @Test("The token of a user whose identifier only looks the same is never answered")
    func lookAlikeUser() async throws {
        var token = existing
        token.userID = "jos\u{E9}"
        let others = token
        let service = TestService(
            existingAccessToken: { _ in others },
            authenticateUser: { _ in .user(id: "jose\u{301}") }
        )
        #expect(try await exchange(service).response.status == .internalServerError)
    }

    @Test("A token of another client or user is never answered")
    func foreign() async throws {
        for change: @Sendable (inout OAuth1IssuedAccessToken) -> Void in [
            { $0.clientKey = "other" }, { $0.userID = "user-8" },
        ] {
            var token = existing
            change(&token)
            let foreign = token
            let service = TestService(existingAccessToken: { _ in foreign })
            let response = try await exchange(service)
            #expect(response.response.status == .internalServerError)
            #expect(!response.text.contains("existing"))
        }
    }

    @Test("An expired token is replaced by a new one")
    func expired() async throws {
        var token = existing
        token.expiresAt = TestService().clock.now() - 1
        let expired = token
        let service = TestService(existingAccessToken: { _ in expired })
        let response = try await exchange(service)
        #expect(response.response.status == .ok)
        #expect(response.parameters["oauth_token"] != "existing-token")
    }
}
