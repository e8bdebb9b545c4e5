//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Server
import OAuth1Testing
import StoreFixtures
import Testing

@Suite("Nonces in a server of Valkey or Redis", .enabled(if: ValkeyServer.isExpected, ValkeyServer.isMissing))
struct ValkeyNonceStoreTests {
    private typealias Store = OAuth1PersistNonceStore<ValkeyDriver>

    private func open(
        _ server: ValkeyServer,
        history: OAuth1NonceHistory = .empty,
        clock: any OAuth1Clock = OAuth1SystemClock()
    ) async throws -> Store {
        let driver = server.driver
        return try await OAuth1PersistNonceStore(
            driver,
            history: history,
            memoryPolicy: { try await driver.memoryPolicy() },
            clock: clock
        )
    }

    private func stores(_ nonces: Store) -> OAuth1ServerStores {
        var stores = OAuth1ServerStores.inMemory(clients: [])
        stores.nonces = nonces
        return stores
    }

    private func nonce(_ text: String, _ timestamp: Int64) -> OAuth1UsedNonce {
        OAuth1UsedNonce(nonce: text, timestamp: timestamp, clientKey: "key", token: nil)
    }

    @Test("The server does what a nonce store must do, also when it is killed and started again")
    func conformance() async throws {
        try await ValkeyServer.with { server in
            let store = try await open(server)
            try await OAuth1ServerStoreConformance(stores(store)).checkNonces()
            try await OAuth1ServerStoreConformance(stores(store))
                .checkNonces {
                    try await server.kill()
                    try await server.start()
                    return try await open(server, history: .unknown)
                }
        }
    }

    @Test("Of equal requests through two stores at the same time one is accepted")
    func race() async throws {
        try await ValkeyServer.with { server in
            let processes = [try await open(server), try await open(server)]
            let now = OAuth1SystemClock().now()
            let window = OAuth1TimestampWindow(now: now)
            for round in 0..<5 {
                let nonce = nonce("round \(round)", now)
                let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for index in 0..<20 {
                        group.addTask { try await processes[index % 2].record(nonce, in: window) == .new }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(accepted == 1)
            }
        }
    }

    @Test("After FLUSHALL the floor rejects what was accepted before, whichever process notices it")
    func flush() async throws {
        try await ValkeyServer.with { server in
            let clock = MovableClock()
            let processes = [try await open(server, clock: clock), try await open(server, clock: clock)]
            let window = OAuth1TimestampWindow(now: clock.now())
            let accepted = [window.earliest, window.now, window.latest].map { nonce("n", $0) }
            for nonce in accepted { #expect(try await processes[0].record(nonce, in: window) == .new) }
            try await server.driver.send(["FLUSHALL"])
            // With a minute for machines whose clock is ahead.
            let floor = window.latest + 61
            for nonce in accepted {
                #expect(try await processes[1].record(nonce, in: window) == .tooOld(floor: floor))
                #expect(try await processes[0].record(nonce, in: window) == .used)
            }
            for process in processes {
                #expect(try await process.floor(in: window) == floor)
            }
            clock.advance(by: 121)
            let later = OAuth1TimestampWindow(now: clock.now())
            #expect(try await processes[0].record(nonce("later", clock.now()), in: later) == .new)
        }
    }

    @Test("After FLUSHALL the floor is after the timestamps of the process with the longest future window")
    func longestFuture() async throws {
        try await ValkeyServer.with { server in
            let clock = MovableClock()
            let (long, short) = (try await open(server, clock: clock), try await open(server, clock: clock))
            let start = clock.now()
            let accepted = nonce("n", start + 600)
            #expect(
                try await long.record(accepted, in: OAuth1TimestampWindow(now: start, future: 600)) == .new
            )
            #expect(
                try await short.record(nonce("m", start), in: OAuth1TimestampWindow(now: start)) == .new
            )
            // Without the one that knows it best; another process learns it from the one that is left.
            try await server.driver.send(["FLUSHALL"])
            let floor = start + 60 + 600 + 1
            let other = try await open(server, history: .unknown, clock: clock)
            clock.advance(by: 590)
            let window = OAuth1TimestampWindow(now: clock.now())
            #expect(try await short.record(accepted, in: window) == .tooOld(floor: floor))
            #expect(try await other.record(nonce("o", start + 600), in: window) == .tooOld(floor: floor))
        }
    }

    @Test("Readiness and requests have status 503 while the server is away or full, and the floor stays where it was")
    func readiness() async throws {
        try await ValkeyServer.with { server in
            let now = OAuth1SystemClock().now()
            let window = OAuth1TimestampWindow(now: now)
            let store = try await open(server)
            let stores = stores(store)
            let first = nonce("first", now)
            #expect(try await store.record(first, in: window) == .new)
            let floor = try await store.floor(in: window)
            func check(status: Int) async throws {
                #expect(await stores.readinessResponse().response.status.code == status)
                guard status != 200 else { return }
                await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
                    try await store.record(nonce("second", now), in: window)
                }
            }
            try await check(status: 200)
            try await server.driver.send(["CONFIG", "SET", "maxmemory", "1"])
            try await check(status: 503)
            try await server.driver.send(["CONFIG", "SET", "maxmemory", "0"])
            try await check(status: 200)
            try await server.kill()
            try await check(status: 503)
            try await server.start()
            try await check(status: 200)
            #expect(try await store.floor(in: window) == floor)
            #expect(try await store.record(first, in: window) == .used)
            #expect(try await store.record(nonce("second", now), in: window) == .new)
        }
    }

    @Test("A server that may drop entries before they expire is not used")
    func policies() async throws {
        try await ValkeyServer.with { server in
            for policy in ["allkeys-lru", "volatile-ttl"] {
                try await server.driver.send(["CONFIG", "SET", "maxmemory-policy", policy])
                await #expect(throws: OAuth1DatabaseError(.unsafe, "")) { try await open(server) }
            }
            try await server.driver.send(["CONFIG", "SET", "maxmemory-policy", "noeviction"])
            _ = try await open(server)
            #expect(try await server.driver.send(["TTL", "oauth1.nonce.memory-start"]) == .number(-1))
        }
    }
}
#endif
