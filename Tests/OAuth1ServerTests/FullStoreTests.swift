//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server
import Testing

@Suite("Stores in memory that are full")
struct FullStoreTests {
    private let window = OAuth1TimestampWindow(now: 1_000)

    private func nonce(_ number: Int, _ client: String = "a", timestamp: Int64 = 1_000) -> OAuth1UsedNonce {
        OAuth1UsedNonce(nonce: "n\(number)", timestamp: timestamp, clientKey: client, token: nil)
    }

    private func record(_ store: OAuth1InMemoryNonceStore, _ nonce: OAuth1UsedNonce, at now: Int64 = 1_000) async
        -> Bool
    {
        (try? await store.record(nonce, in: OAuth1TimestampWindow(now: now))) == .new
    }

    private func requestToken(_ token: String, _ client: String, issuedAt: Int64 = 1_000) -> OAuth1IssuedRequestToken {
        OAuth1IssuedRequestToken(
            token: token,
            secret: "s",
            clientKey: client,
            callback: "oob",
            issuedAt: issuedAt,
            expiresAt: issuedAt + 600
        )
    }

    @Test("One client's nonces leave room for those of others, and a full store is not scanned")
    func nonces() async throws {
        let store = OAuth1InMemoryNonceStore(maximumCount: 1_000, history: .empty)
        var accepted = 0
        for number in 0..<2_000 {
            if await record(store, nonce(number)) { accepted += 1 }
        }
        #expect(500...501 ~= accepted)
        for number in 0..<100 { #expect(await record(store, nonce(number, "b"))) }
        #expect(store.steps == 0)
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await store.record(nonce(5_000), in: window)
        }
        // A nonce that is there is a replay, whether there is room or not.
        #expect(try await store.record(nonce(1), in: window) == .used)
        #expect(await record(store, nonce(5_001, timestamp: 1_301), at: 1_301))
        #expect(store.count == 1)
        #expect(store.steps < 10)
    }

    @Test("The nonces of each second are forgotten at once, and each second once")
    func seconds() async throws {
        let store = OAuth1InMemoryNonceStore(history: .empty)
        for second in 0..<2_000 {
            for number in 0..<5 {
                #expect(await record(store, nonce(number, timestamp: Int64(second)), at: Int64(second)))
            }
        }
        #expect(store.count == 301 * 5)
        #expect(store.steps <= 2 * 2_000)
    }

    @Test("A share of nonces that is given is the limit")
    func nonceShare() async throws {
        let stores = OAuth1ServerStores.inMemory(clients: [], maximumNonces: 10, maximumNoncesPerClient: 9)
        let store = try #require(stores.nonces as? OAuth1InMemoryNonceStore)
        var accepted = 0
        for number in 0..<20 {
            if await record(store, nonce(number)) { accepted += 1 }
        }
        #expect(accepted == 9)
        #expect(await record(store, nonce(0, "b")))
    }

    @Test("A client at its limit is rejected alone: the floor stays, and clients with a slow clock are accepted")
    func noisyClient() async throws {
        let store = OAuth1InMemoryNonceStore(maximumCountPerClient: 100, history: .empty)
        var accepted = 0
        for number in 0..<500 {
            // Five requests a second.
            let second = 1_000 + Int64(number) / 5
            if await record(store, nonce(number, timestamp: second), at: second) { accepted += 1 }
        }
        #expect(accepted == 100)
        let now = OAuth1TimestampWindow(now: 1_100)
        #expect(await store.floor(in: now) <= now.earliest)
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await store.record(nonce(500, timestamp: now.now), in: now)
        }
        #expect(try await store.record(nonce(0), in: now) == .used)
        #expect(try await store.record(nonce(1, "slow", timestamp: now.earliest), in: now) == .new)
        // Its first nonces have left the window.
        #expect(await record(store, nonce(501, timestamp: 1_301), at: 1_301))
    }

    @Test("A single busy client continues with a shorter memory, whether its limit is the default or the whole store")
    func busyClient() async throws {
        for share in [nil, 1_000, Int.max] as [Int?] {
            let store = OAuth1InMemoryNonceStore(maximumCount: 1_000, maximumCountPerClient: share, history: .empty)
            for number in 0..<5_000 {
                let second = 1_000 + Int64(number) / 20
                #expect(await record(store, nonce(number, timestamp: second), at: second))
            }
            #expect(await store.floor(in: OAuth1TimestampWindow(now: 1_249)) > 1_190)
        }
    }

    @Test("One client's request tokens leave room for those of others, and a full store is not scanned")
    func requestTokens() async throws {
        let stores = OAuth1ServerStores.inMemory(clients: [], maximumRequestTokens: 1_000)
        let store = try #require(stores.tokens as? OAuth1InMemoryTokenStore)
        var accepted = 0
        for number in 0..<2_000 {
            if (try? await store.save(requestToken("a\(number)", "a"))) != nil { accepted += 1 }
        }
        #expect(500...501 ~= accepted)
        for number in 0..<100 { try await store.save(requestToken("b\(number)", "b")) }
        #expect(store.steps == 0)
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await store.save(requestToken("more", "a", issuedAt: 1_600))
        }
        try await store.save(requestToken("more", "a", issuedAt: 1_601))
        #expect(store.steps <= 700)
    }

    @Test("One client's access tokens leave room for those of others")
    func accessTokens() async throws {
        let store = OAuth1InMemoryTokenStore(maximumAccessTokens: 100, maximumAccessTokensPerClient: 60)
        func exchange(_ name: String, _ client: String) async throws -> Bool {
            try await store.save(requestToken(name, client))
            return try await store.exchangeRequestToken(
                name,
                for: OAuth1IssuedAccessToken(token: name, secret: "s", clientKey: client, userID: "u", issuedAt: 1_000)
            )
        }
        for number in 0..<60 { #expect(try await exchange("a\(number)", "a")) }
        await #expect(throws: OAuth1ServerError(.storeFull, "")) { try await exchange("more", "a") }
        // What could not be exchanged is still there.
        #expect(await store.requestToken("more") != nil)
        #expect(try await exchange("b", "b"))
        await store.revokeAccessToken("a1")
        #expect(try await exchange("again", "a"))
        #expect(store.steps == 0)
    }

    @Test("Long nonces take no more room than short ones: the same length is kept of each")
    func longNonces() async throws {
        let store = OAuth1InMemoryNonceStore(maximumCount: 10, history: .empty)
        let long = String(repeating: "x", count: 1_024)
        for suffix in ["a", "b"] {
            var nonce = nonce(0)
            nonce.nonce = long + suffix
            #expect(await record(store, nonce))
            #expect(try await store.record(nonce, in: window) == .used)
        }
        #expect(store.count == 2)
    }
}
