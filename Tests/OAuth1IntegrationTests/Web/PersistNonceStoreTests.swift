//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Server
import OAuth1Testing
import Testing

@Suite("Nonces in a driver of Hummingbird")
struct PersistNonceStoreTests {
    private struct Refused: Error {}

    private struct StoppedClock: OAuth1Clock {
        func now() -> Int64 { 1_700_000_000 }
    }

    private func checks(_ nonces: any OAuth1NonceStore) -> OAuth1ServerStoreConformance {
        var stores = OAuth1ServerStores.inMemory(clients: [])
        stores.nonces = nonces
        return OAuth1ServerStoreConformance(stores)
    }

    @Test("They do what a nonce store must do, also when one process ends and another one starts")
    func conformance() async throws {
        let driver = MemoryPersistDriver()
        try await checks(OAuth1PersistNonceStore(driver, history: .empty)).checkNonces()
        let other = MemoryPersistDriver()
        try await checks(OAuth1PersistNonceStore(other, history: .empty))
            .checkNonces { try await OAuth1PersistNonceStore(other) }
    }

    @Test("A database that was emptied raises the floor, for each process")
    func emptied() async throws {
        try await checks(OAuth1PersistNonceStore(MemoryPersistDriver(), history: .empty))
            .checkNonces { try await OAuth1PersistNonceStore(MemoryPersistDriver()) }
        let driver = MemoryPersistDriver()
        let processes = [
            try await OAuth1PersistNonceStore(driver, prefix: "n.", history: .empty, clock: StoppedClock()),
            try await OAuth1PersistNonceStore(driver, prefix: "n.", clock: StoppedClock()),
        ]
        let window = OAuth1TimestampWindow(now: 1_700_000_000)
        func outcomes(_ nonce: String) async throws -> [OAuth1NonceOutcome] {
            var outcomes: [OAuth1NonceOutcome] = []
            for (number, process) in processes.enumerated() {
                let nonce = OAuth1UsedNonce(
                    nonce: "\(nonce)\(number)",
                    timestamp: window.latest,
                    clientKey: "key",
                    token: nil
                )
                outcomes.append(try await process.record(nonce, in: window))
            }
            return outcomes
        }
        #expect(try await outcomes("before") == [.new, .new])
        #expect(try await outcomes("before") == [.used, .used])
        try await driver.remove(key: "n.memory-start")
        // With a minute for machines whose clock is ahead.
        let floor = window.latest + 60 + 1
        #expect(try await outcomes("after") == [.tooOld(floor: floor), .tooOld(floor: floor)])
    }

    @Test("After a database was emptied, a readiness check or an old request raises the floor to now")
    func emptiedBeforeReadiness() async throws {
        let driver = MemoryPersistDriver()
        let store = try await OAuth1PersistNonceStore(driver, prefix: "n.", history: .empty, clock: StoppedClock())
        let window = OAuth1TimestampWindow(now: 1_700_000_000)
        var stores = OAuth1ServerStores.inMemory(clients: [])
        stores.nonces = store
        try await stores.checkReadiness()
        #expect(try await store.floor(in: window) == window.floor(ofMemorySince: 0))
        try await driver.remove(key: "n.memory-start")
        try await stores.checkReadiness()
        #expect(try await store.floor(in: window) == window.latest + 61)
        // A request that waited has the window of its arrival.
        try await driver.remove(key: "n.memory-start")
        _ = try await store.floor(in: OAuth1TimestampWindow(now: window.now - 200))
        #expect(try await store.floor(in: window) == window.latest + 61)
    }

    @Test("A nonce is kept in whole seconds, never shorter than its timestamp is accepted")
    func lifetimes() async throws {
        for (past, future) in [(300, 60), (0, 0), (86_400, 600)] as [(Int64, Int64)] {
            let driver = RecordingDriver()
            let store = try await OAuth1PersistNonceStore(driver, prefix: "n.", history: .empty, clock: StoppedClock())
            let window = OAuth1TimestampWindow(now: 1_700_000_000, past: past, future: future)
            for timestamp in Set([window.earliest, window.now, window.latest]) {
                let nonce = OAuth1UsedNonce(nonce: "\(past)", timestamp: timestamp, clientKey: "key", token: nil)
                #expect(try await store.record(nonce, in: window) == .new)
                let lifetime = try #require(driver.lifetime(ofKeyWith: "n.\(timestamp)."))
                // Drivers drop fractions.
                #expect(lifetime.components.attoseconds == 0)
                #expect(window.now + lifetime.components.seconds >= timestamp + past)
                // And not much longer, as it takes memory.
                #expect(window.now + lifetime.components.seconds <= timestamp + past + 60)
            }
            // What the floor needs never expires.
            for name in ["n.memory-start"] + (future > 0 ? ["n.future-window.0"] : []) {
                #expect(driver.count(ofKeysWith: name) == 1 && driver.lifetime(ofKeyWith: name) == nil)
            }
        }
    }

    @Test("Of several processes with different windows, the floor is after the longest, and each is noted once")
    func windows() async throws {
        let driver = RecordingDriver()
        let window = OAuth1TimestampWindow(now: 1_700_000_000)
        var stores: [OAuth1PersistNonceStore<RecordingDriver>] = []
        for _ in 0..<4 {
            stores.append(try await OAuth1PersistNonceStore(driver, prefix: "n.", clock: StoppedClock()))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, store) in stores.enumerated() {
                let window = OAuth1TimestampWindow(now: window.now, future: Int64(index + 1) * 100)
                group.addTask { for _ in 0..<20 { _ = try await store.floor(in: window) } }
            }
            try await group.waitForAll()
        }
        for store in stores { #expect(try await store.floor(in: window) == window.now + 60 + 400 + 1) }
        #expect((1...4).contains(driver.count(ofKeysWith: "n.future-window.")))
    }

    @Test("A database that may drop entries, or can't be asked, is not used")
    func policies() async throws {
        for policy in ["allkeys-lru", "volatile-ttl", ""] {
            await #expect(throws: OAuth1DatabaseError.self) {
                try await OAuth1PersistNonceStore(MemoryPersistDriver(), memoryPolicy: { policy })
            }
        }
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await OAuth1PersistNonceStore(MemoryPersistDriver(), memoryPolicy: { throw Refused() })
        }
        _ = try await OAuth1PersistNonceStore(MemoryPersistDriver(), memoryPolicy: { "noeviction" })
    }
}
#endif
