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

@Suite("Decisions that are sent twice")
struct RepeatedDecisionTests {
    private func location(_ response: OAuth1ServerResponse) -> String? { response.response.headerFields[.location] }

    private func form(
        _ service: TestService,
        _ token: OAuth1RequestToken,
        _ decision: String
    ) async throws -> OAuth1Parameters {
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        try #require(page.response.status == .ok, "\(page.text)")
        return try service.form(of: page, token, decision)
    }

    private func changed(_ form: OAuth1Parameters, _ decision: String) -> OAuth1Parameters {
        var form = OAuth1Parameters(form.filter { $0.name != "decision" })
        form.append(OAuth1Parameter("decision", decision))
        return form
    }

    @Test("The same form gets the same redirect until the token is exchanged", arguments: ["allow", "deny"])
    func sameRedirect(decision: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let form = try await form(service, token, decision)
        let first = try await service.post("/oauth/authorize", form)
        let second = try await service.post("/oauth/authorize", form)
        #expect(first.response.status == .seeOther)
        #expect(location(first) != nil && second == first)
        #expect(service.events.events.allSatisfy { $0.error == nil })
        guard decision == "allow" else { return }
        let query = try #require(location(first)).drop { $0 != "?" }.dropFirst()
        let verifier = try #require(OAuth1Parameters(formEncoded: String(query))["oauth_verifier"])
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
        let third = try await service.post("/oauth/authorize", form)
        #expect(third.response.status == .unauthorized)
        #expect(location(third) == nil)
    }

    @Test("The same form gets the same page when there is no callback", arguments: ["allow", "deny"])
    func samePage(decision: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: "oob")
        let form = try await form(service, token, decision)
        let first = try await service.post("/oauth/authorize", form)
        #expect(first.response.status == .ok)
        #expect(first.text.contains("oauth_verifier") == (decision == "allow"))
        #expect(try await service.post("/oauth/authorize", form) == first)
    }

    @Test("Of many forms at once all get the same answer", arguments: [TestService.callback, "oob"])
    func atOnce(callback: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: callback)
        let form = try await form(service, token, "allow")
        let answers = try await withThrowingTaskGroup(of: OAuth1ServerResponse.self) { group in
            for _ in 0..<16 { group.addTask { try await service.post("/oauth/authorize", form) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(answers.first?.response.status == (callback == "oob" ? .ok : .seeOther))
    }

    @Test("Of two decisions at once one counts, and everybody gets an answer that agrees with it")
    func bothAtOnce() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let form = try await form(service, token, "allow")
        let answers = try await withThrowingTaskGroup(of: OAuth1ServerResponse.self) { group in
            for index in 0..<16 {
                let form = changed(form, index.isMultiple(of: 2) ? "allow" : "deny")
                group.addTask { try await service.post("/oauth/authorize", form) }
            }
            return try await group.reduce(into: [OAuth1ServerResponse]()) { $0.append($1) }
        }
        let redirects = answers.filter { $0.response.status == .seeOther }
        #expect(redirects.count == 8 && Set(redirects).count == 1)
        #expect(answers.filter { $0.response.status == .conflict }.count == 8)
        let isAllowed = await service.tokens.requestToken(token.token)?.authorization != nil
        #expect(redirects.first.flatMap(location)?.contains("oauth_verifier=") == isAllowed)
    }

    @Test("A different second decision is answered with the first decision", arguments: ["allow", "deny"])
    func changedMind(decision: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let form = try await form(service, token, decision)
        let first = try await service.post("/oauth/authorize", form)
        let kept = await service.tokens.requestToken(token.token)
        let other = try await service.post("/oauth/authorize", changed(form, decision == "allow" ? "deny" : "allow"))
        #expect(other.response.status == .conflict)
        #expect(location(other) == nil)
        #expect(other.text.contains(decision == "allow" ? "already allowed access" : "already denied access"))
        #expect(other.text.contains("Your decision was recorded"))
        #expect(!other.text.contains(kept?.authorization?.verifier.reveal() ?? "oauth_verifier"))
        #expect(await service.tokens.requestToken(token.token) == kept)
        #expect(service.events.events.last?.error == .tokenUsed)
        // Opening the page again does not show the verifier, because no form was sent.
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(page.response.status == .conflict && location(page) == nil)
        #expect(!page.text.contains("<form"))
        #expect(try await service.post("/oauth/authorize", form) == first)
    }

    @Test("Another user changes nothing and learns nothing", arguments: ["allow", "deny"])
    func anotherUser(decision: String) async throws {
        let user = Mutex("first")
        let service = TestService(authenticateUser: { _ in .user(id: user.withLock { $0 }) })
        let token = try await service.obtainRequestToken()
        let own = try await form(service, token, decision)
        user.withLock { $0 = "second" }
        let others = try await form(service, token, decision)
        user.withLock { $0 = "first" }
        let first = try await service.post("/oauth/authorize", own)
        let kept = await service.tokens.requestToken(token.token)

        user.withLock { $0 = "second" }
        for form in [others, changed(others, decision == "allow" ? "deny" : "allow")] {
            let answer = try await service.post("/oauth/authorize", form)
            #expect(answer.response.status == .unauthorized)
            #expect(location(answer) == nil)
            #expect(answer.text.contains("unknown, has expired, or was already answered"))
        }
        #expect(try await service.post("/oauth/authorize", own).response.status == .forbidden)
        #expect(
            try await service.get("/oauth/authorize?oauth_token=\(token.token)").response.status == .unauthorized
        )
        #expect(await service.tokens.requestToken(token.token) == kept)
        user.withLock { $0 = "first" }
        #expect(try await service.post("/oauth/authorize", own) == first)
    }

    @Test("A user whose identifier only looks the same is another user", arguments: ["allow", "deny"])
    func lookAlikeUser(decision: String) async throws {
        let user = Mutex("jos\u{E9}")
        let service = TestService(authenticateUser: { _ in .user(id: user.withLock { $0 }) })
        let token = try await service.obtainRequestToken()
        let own = try await form(service, token, decision)
        user.withLock { $0 = "jose\u{301}" }
        let others = try await form(service, token, decision)
        user.withLock { $0 = "jos\u{E9}" }
        #expect(try await service.post("/oauth/authorize", own).response.status == .seeOther)
        user.withLock { $0 = "jose\u{301}" }
        let answer = try await service.post("/oauth/authorize", others)
        #expect(answer.response.status == .unauthorized)
        #expect(location(answer) == nil)
    }

    @Test("Without the form's own field a decision is not repeated either", arguments: ["allow", "deny"])
    func forged(decision: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let form = try await form(service, token, decision)
        _ = try await service.post("/oauth/authorize", form)
        let forged: OAuth1Parameters = ["oauth_token": token.token, "form_token": "0", "decision": decision]
        let answer = try await service.post("/oauth/authorize", forged)
        #expect(answer.response.status == .forbidden)
        #expect(location(answer) == nil)
    }

    @Test("A decision is repeated as long as the request token lives, and no longer", arguments: ["allow", "deny"])
    func expiry(decision: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let form = try await form(service, token, decision)
        let first = try await service.post("/oauth/authorize", form)
        service.clock.advance(by: 600)
        #expect(try await service.post("/oauth/authorize", form) == first)
        service.clock.advance(by: 1)
        #expect(try await service.post("/oauth/authorize", form).response.status == .unauthorized)
    }

    @Test("A denied token can't be exchanged, whatever is sent as its verifier", arguments: ["x", "-", " - "])
    func deniedExchange(verifier: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: "oob")
        _ = try await service.decide(token, "deny")
        let response = try await service.exchange(token, verifier: verifier)
        #expect(response.response.status == .forbidden)
        #expect(response.problem == "user_refused")
    }

    @Test("A store without denials forgets a denied token, and keeps one that was allowed")
    func storeWithoutDenials() async throws {
        let inner = OAuth1InMemoryTokenStore()
        let service = TestService(tokenStore: MinimalTokenStore(inner))
        let token = try await service.obtainRequestToken()
        let denial = try await form(service, token, "deny")
        #expect(try await service.post("/oauth/authorize", denial).response.status == .seeOther)
        #expect(await inner.requestToken(token.token) == nil)
        #expect(try await service.post("/oauth/authorize", denial).response.status == .unauthorized)

        let other = try await service.obtainRequestToken()
        let consent = try await form(service, other, "allow")
        let first = try await service.post("/oauth/authorize", consent)
        #expect(try await service.post("/oauth/authorize", changed(consent, "deny")).response.status == .conflict)
        #expect(try await service.post("/oauth/authorize", consent) == first)
    }
}
