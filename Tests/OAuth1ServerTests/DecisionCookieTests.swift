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

@Suite("The size of the cookie of a decision")
struct DecisionCookieTests {
    /// A token about which its user decided, at a service whose only client has this key.
    private func decide(
        _ decision: String,
        clientKey: String
    ) async throws -> (service: TestService, token: String, response: OAuth1ServerResponse) {
        let credentials = OAuth1ClientCredentials(key: clientKey, secret: "secret")
        let service = TestService(
            client: OAuth1RegisteredClient(
                credentials: credentials,
                displayName: "App",
                callbacks: [TestService.callback]
            )
        )
        let token = try await service.obtainRequestToken(signer: service.signer(credentials))
        let response = try await service.decide(token, decision)
        #expect(response.response.headerFields[.location]?.hasPrefix(TestService.callback) == true)
        return (service, token.token, response)
    }

    @Test(
        "A cookie that browsers or proxies would drop is not sent, and the decision counts without it",
        arguments: ["allow", "deny"],
        [("k", 600, true), ("k", 1_000, false), ("ü", 512, false)] as [(letter: String, count: Int, fits: Bool)]
    )
    func limit(decision: String, key: (letter: String, count: Int, fits: Bool)) async throws {
        let clientKey = String(repeating: key.letter, count: key.count)
        let (service, token, response) = try await decide(decision, clientKey: clientKey)
        let field = response.response.headerFields[.setCookie]
        #expect((field != nil) == key.fits)
        let cookie = String((field ?? "").prefix { $0 != ";" })
        // Browsers keep 4,096 bytes, and some proxies accept as much of all fields of a response.
        #expect(cookie.utf8.count <= 1_100)
        // The client exchanges the token, or its time is over.
        await service.tokens.removeRequestToken(token)
        let page = try await service.get("/oauth/authorize?oauth_token=\(token)", cookie: cookie)
        #expect(page.response.status == (key.fits ? .conflict : .unauthorized))
    }

    @Test("A longer cookie that a browser sends is not read, and nobody is asked who the user is")
    func longCookie() async throws {
        let questions = Mutex(0)
        let service = TestService(authenticateUser: { _ in
            questions.withLock { $0 += 1 }
            return TestService.user
        })
        for (length, count) in [(1_024, 1), (1_025, 1), (100_000, 1)] {
            let cookie = "__Host-oauth1-decision=" + String(repeating: "a", count: length)
            let page = try await service.get("/oauth/authorize?oauth_token=unknown", cookie: cookie)
            #expect(page.response.status == .unauthorized)
            #expect(questions.withLock { $0 } == count)
        }
    }
}
