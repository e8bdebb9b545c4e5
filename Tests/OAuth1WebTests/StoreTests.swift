//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Testing
import OAuth1Web
import Testing

@Suite("Stores of logins")
struct LoginStoreTests {
    @Test("The store in memory does what stores of logins must do")
    func conforms() async throws {
        try await OAuth1LoginStoreConformance(OAuth1InMemoryLoginStore()).check()
    }

    @Test("A store that lets a login end twice, or forgets one, is detected")
    func findsOut() async throws {
        struct Careless: OAuth1LoginStore {
            func use(_ id: String, at now: Int64, expiresAt: Int64) async -> Bool { true }
            func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async {}
            func login(for key: String, at now: Int64) async -> [UInt8]? { nil }
        }
        await #expect(throws: OAuth1LoginStoreConformance.Failure.self) {
            try await OAuth1LoginStoreConformance(Careless()).check()
        }
    }

    @Test("A full store rejects logins and forgets none that can still end")
    func full() async throws {
        let store = OAuth1InMemoryLoginStore(maximumCount: 2)
        try await store.save([1], for: "a", at: 100, expiresAt: 200)
        try await store.save([2], for: "b", at: 100, expiresAt: 300)
        try await store.save([3], for: "b", at: 100, expiresAt: 300)
        let error = await #expect(throws: OAuth1WebError.self) {
            try await store.save([4], for: "c", at: 200, expiresAt: 400)
        }
        #expect(error?.code == .storeFull)
        #expect(await store.login(for: "a", at: 200) == [1])
        try await store.save([4], for: "c", at: 201, expiresAt: 400)
        #expect(await store.login(for: "b", at: 201) == [3])
        #expect(await store.login(for: "a", at: 201) == nil)
        #expect(try await store.use("1", at: 100, expiresAt: 200))
        #expect(try await store.use("2", at: 100, expiresAt: 300))
        await #expect(throws: OAuth1WebError.self) { try await store.use("3", at: 200, expiresAt: 300) }
        #expect(try await store.use("3", at: 202, expiresAt: 300))
        #expect(try await !store.use("2", at: 202, expiresAt: 300))
    }

    @Test("A full store in memory is not looked through, and expired logins make room")
    func fullStore() async throws {
        let store = OAuth1InMemoryLoginStore(maximumCount: 1_000)
        for number in 0..<1_000 {
            try await store.save([1], for: "\(number)", at: 100, expiresAt: 200)
            #expect(try await store.use("\(number)", at: 100, expiresAt: 200))
        }
        for second in 100...200 {
            await #expect(throws: OAuth1WebError.self) {
                try await store.save([1], for: "more", at: Int64(second), expiresAt: 300)
            }
            await #expect(throws: OAuth1WebError.self) {
                try await store.use("more", at: Int64(second), expiresAt: 300)
            }
        }
        #expect(store.steps == 0)
        try await store.save([1], for: "more", at: 201, expiresAt: 300)
        #expect(try await store.use("more", at: 201, expiresAt: 300))
        #expect(store.steps <= 2 * 64)
    }
}
