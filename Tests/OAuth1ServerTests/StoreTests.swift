//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server
import Testing

@Suite("The stores in memory")
struct StoreTests {
    private func nonce(_ text: String, timestamp: Int64 = 1_000, token: String? = nil) -> OAuth1UsedNonce {
        OAuth1UsedNonce(nonce: text, timestamp: timestamp, clientKey: "key", token: token)
    }

    private func requestToken(_ token: String, issuedAt: Int64 = 1_000) -> OAuth1IssuedRequestToken {
        OAuth1IssuedRequestToken(
            token: token,
            secret: "s",
            clientKey: "key",
            callback: "oob",
            issuedAt: issuedAt,
            expiresAt: issuedAt + 600
        )
    }

    private func accessToken(_ token: String) -> OAuth1IssuedAccessToken {
        OAuth1IssuedAccessToken(token: token, secret: "s", clientKey: "key", userID: "u", issuedAt: 1_000)
    }

    private func record(
        _ store: OAuth1InMemoryNonceStore,
        _ nonce: OAuth1UsedNonce,
        at now: Int64 = 1_000
    ) async throws -> OAuth1NonceOutcome {
        try await store.record(nonce, in: OAuth1TimestampWindow(now: now))
    }

    @Test("The fingerprints that databases keep do not change from version to version")
    func fingerprints() {
        let known: KeyValuePairs = [
            OAuth1UsedNonce(nonce: "nonce", timestamp: 1, clientKey: "key", token: "token"):
                "123c12d97de20ac51b9c2035a54966a5",
            OAuth1UsedNonce(nonce: "nonce", timestamp: 2, clientKey: "key", token: nil):
                "08edaf9bf7914f6479fea3ca75ed72e0",
            OAuth1UsedNonce(nonce: "\u{E9}", timestamp: 3, clientKey: "K", token: "token"):
                "9df3ececf6e22322fb0f0b106273e3ce",
            OAuth1UsedNonce(nonce: "", timestamp: 4, clientKey: "", token: ""): "9d908ecfb6b256def8b49a7c504e6c88",
        ]
        for (nonce, expected) in known {
            let bytes = NonceFingerprint(nonce).bytes
            #expect(bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == expected)
        }
    }

    @Test("Nonces are forgotten when their timestamp has left the window, not before")
    func nonceExpiry() async throws {
        let store = OAuth1InMemoryNonceStore(maximumCount: 2, shortestMemory: 300, history: .empty)
        #expect(try await record(store, nonce("a")) == .new)
        #expect(try await record(store, nonce("b")) == .new)
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await record(store, nonce("c", timestamp: 1_300), at: 1_300)
        }
        #expect(try await record(store, nonce("a"), at: 1_300) == .used)
        #expect(try await record(store, nonce("c", timestamp: 1_301), at: 1_301) == .new)
        #expect(store.count == 1)
        #expect(await store.floor(in: OAuth1TimestampWindow(now: 1_301)) == 1_001)
    }

    @Test("A clock that is put back brings no nonce back")
    func clockBack() async throws {
        let store = OAuth1InMemoryNonceStore(history: .empty)
        #expect(try await record(store, nonce("a")) == .new)
        #expect(try await record(store, nonce("b", timestamp: 2_000), at: 2_000) == .new)
        #expect(store.count == 1)
        #expect(try await record(store, nonce("a")) == .tooOld(floor: 1_001))
    }

    @Test("Texts that run into each other are different nonces")
    func fingerprints() async throws {
        let store = OAuth1InMemoryNonceStore(history: .empty)
        #expect(try await record(store, nonce("a", token: "bc")) == .new)
        #expect(try await record(store, nonce("ab", token: "c")) == .new)
        #expect(try await record(store, nonce("a", token: "bc")) == .used)
    }

    @Test("Many nonces at once are all kept, each once")
    func nonceRace() async throws {
        let store = OAuth1InMemoryNonceStore(history: .empty)
        let new = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<400 {
                group.addTask { try await record(store, nonce("\(index % 100)")) == .new }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(new == 100)
        #expect(store.count == 100)
    }

    @Test("A full token store rejects, and expired tokens make room")
    func tokenLimit() async throws {
        let store = OAuth1InMemoryTokenStore(maximumRequestTokens: 1, maximumAccessTokens: 1)
        try await store.save(requestToken("a"))
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await store.save(requestToken("b", issuedAt: 1_600))
        }
        #expect(await store.requestToken("a") != nil)
        try await store.save(requestToken("c", issuedAt: 1_601))
        #expect(await store.requestToken("a") == nil)

        #expect(try await store.exchangeRequestToken("c", for: accessToken("x")))
        try await store.save(requestToken("d"))
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await store.exchangeRequestToken("d", for: accessToken("y"))
        }
        // What could not be exchanged is still there.
        #expect(await store.requestToken("d") != nil)
        #expect(await store.accessToken("x") != nil)
    }

    @Test("A request token is authorized once and exchanged once")
    func once() async throws {
        let store = OAuth1InMemoryTokenStore()
        try await store.save(requestToken("a"))
        let first = OAuth1IssuedRequestToken.Authorization(userID: "u", verifier: "v")
        let second = OAuth1IssuedRequestToken.Authorization(userID: "w", verifier: "x")
        #expect(await store.authorizeRequestToken("a", first))
        #expect(await store.authorizeRequestToken("a", second) == false)
        #expect(await store.requestToken("a")?.authorization == first)
        #expect(try await store.exchangeRequestToken("a", for: accessToken("x")))
        #expect(try await store.exchangeRequestToken("a", for: accessToken("y")) == false)
        #expect(await store.accessToken("y") == nil)
        #expect(await store.countVerification(ofRequestToken: "a") == nil)
        #expect(await store.authorizeRequestToken("a", first) == false)
    }

    @Test("The first decision about a request token counts, an authorization or a denial")
    func decisions() async throws {
        let store = OAuth1InMemoryTokenStore()
        for token in ["a", "b"] { try await store.save(requestToken(token)) }
        let authorization = OAuth1IssuedRequestToken.Authorization(userID: "u", verifier: "v")
        #expect(await store.denyRequestToken("a", userID: "u"))
        #expect(await store.denyRequestToken("a", userID: "w") == false)
        #expect(await store.authorizeRequestToken("a", authorization) == false)
        #expect(await store.requestToken("a")?.deniedBy == "u")
        #expect(await store.requestToken("a")?.authorization == nil)
        #expect(await store.authorizeRequestToken("b", authorization))
        #expect(await store.denyRequestToken("b", userID: "u") == false)
        #expect(await store.requestToken("b")?.deniedBy == nil)
        #expect(await store.denyRequestToken("c", userID: "u") == false)
    }

    @Test("A request token that is exchanged for an access token that exists is used up once")
    func exchangeForExisting() async throws {
        let store = OAuth1InMemoryTokenStore(maximumAccessTokens: 1)
        store.save(accessToken("x"))
        try await store.save(requestToken("a"))
        #expect(await store.exchangeRequestToken("a", forExisting: accessToken("x")))
        #expect(await store.exchangeRequestToken("a", forExisting: accessToken("x")) == false)
        #expect(await store.requestToken("a") == nil)
        await store.revokeAccessToken("x")
        try await store.save(requestToken("b"))
        #expect(await store.exchangeRequestToken("b", forExisting: accessToken("x")))
        // What was revoked meanwhile does not come back.
        #expect(await store.accessToken("x") == nil)
    }

    @Test("Keys and tokens are found by their bytes, not by letters that only look the same")
    func lookAlikes() async throws {
        let client = OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: "Key", secret: "s"))
        let clients = OAuth1InMemoryClientStore([client])
        let tokens = OAuth1InMemoryTokenStore()
        tokens.save(OAuth1IssuedAccessToken(token: "K", secret: "s", clientKey: "Key", userID: "u", issuedAt: 1))
        #expect(await clients.client(forKey: "\u{212A}ey") == nil)
        #expect(await tokens.accessToken("\u{212A}") == nil)
        await tokens.revokeAccessToken("\u{212A}")
        #expect(await clients.client(forKey: "Key") != nil)
        #expect(await tokens.accessToken("K") != nil)
    }

    @Test("Clients come from a closure, and can be registered and removed")
    func clients() async throws {
        let client = OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: "k", secret: "s"))
        let closure = OAuth1ClosureClientStore { key in key == "k" ? client : nil }
        #expect(try await closure.client(forKey: "k")?.displayName == "k")
        #expect(try await closure.client(forKey: "x") == nil)
        let memory = OAuth1InMemoryClientStore()
        memory.register(client)
        #expect(await memory.client(forKey: "k") != nil)
        memory.remove(key: "k")
        #expect(await memory.client(forKey: "k") == nil)
    }

    @Test("Generated tokens are long and made of letters and digits")
    func generator() {
        let generator = OAuth1RandomTokenGenerator()
        let tokens = Set((0..<100).map { _ in generator.makeToken() })
        #expect(tokens.count == 100)
        #expect(
            tokens.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
        )
        #expect(generator.makeTypedVerifier().reveal().wholeMatch(of: #/[0-9]{9}/#) != nil)
        #expect(generator.makeSecret().reveal().count == 43)
    }

    @Test("Descriptions have no secret and no token")
    func descriptions() {
        var token = requestToken("the-token")
        token.secret = "the-secret"
        token.authorization = OAuth1IssuedRequestToken.Authorization(userID: "u", verifier: "the-verifier")
        var access = accessToken("the-token")
        access.secret = "the-secret"
        let client = OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: "k", secret: "the-secret"))
        let authentication = OAuth1Authentication(client: client, accessToken: access)
        for text in ["\(token)", "\(access)", "\(client)", "\(authentication)"] {
            #expect(!text.contains("the-"))
        }
        var dumped = ""
        dump([token] as [Any], to: &dumped)
        dump([access, client, authentication] as [Any], to: &dumped)
        #expect(!dumped.contains("the-secret") && !dumped.contains("the-verifier"))
    }
}
