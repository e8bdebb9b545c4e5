//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HeapUse
import OAuth1
import OAuth1Server

/// A million live nonces in memory: their bytes, and the time of a call while the store fills and when it is full.
enum MemoryMeasurement {
    static func run() async throws {
        for (name, seconds, clients) in [
            ("one second, one client", 1 as Int64, 1), ("300 seconds, one client", 300, 1),
            ("300 seconds, 1,000 clients", 300, 1_000), ("300 seconds, a client each", 300, 1_000_000),
        ] {
            let before = heap_use()
            let store = OAuth1InMemoryNonceStore(maximumCountPerClient: .max, history: .empty)
            let first = try await fill(store, 0..<100_000, seconds, clients)
            _ = try await fill(store, 100_000..<900_000, seconds, clients)
            let last = try await fill(store, 900_000..<1_000_000, seconds, clients)
            let megabytes = Double(heap_use() - before) / 1_000_000
            print(
                "\(store.count) nonces in memory, \(name): \(Int(megabytes)) MB (estimate \(store.byteCount / 1_000_000) MB), "
                    + "\(first) ns each at first, \(last) ns each at last"
            )
        }
        try await sustained()
    }

    private static func fill(
        _ store: OAuth1InMemoryNonceStore,
        _ numbers: Range<Int>,
        _ seconds: Int64,
        _ clients: Int
    ) async throws -> Int {
        let start = ContinuousClock.now
        for number in numbers {
            let nonce = OAuth1UsedNonce(
                nonce: "nonce-\(number)",
                timestamp: 1_000_000 - 300 + Int64(number) % seconds,
                clientKey: "client-\(number % clients)",
                token: "token"
            )
            _ = try await store.record(nonce, in: OAuth1TimestampWindow(now: 1_000_000))
        }
        return Int((ContinuousClock.now - start) / .nanoseconds(1)) / numbers.count
    }

    /// 20,000 requests a second for ten minutes of the store's time.
    private static func sustained() async throws {
        let store = OAuth1InMemoryNonceStore(history: .empty)
        var (accepted, rejected, slowest) = (0, 0, Duration.zero)
        let start = ContinuousClock.now
        for second in 0..<600 as Range<Int64> {
            for number in 0..<20_000 {
                let nonce = OAuth1UsedNonce(nonce: "n\(number)", timestamp: second, clientKey: "key", token: nil)
                let before = ContinuousClock.now
                let outcome = try? await store.record(nonce, in: OAuth1TimestampWindow(now: second))
                slowest = max(slowest, ContinuousClock.now - before)
                if outcome == .new { accepted += 1 } else { rejected += 1 }
            }
        }
        let each = Int((ContinuousClock.now - start) / .nanoseconds(1)) / (accepted + rejected)
        let floor = await store.floor(in: OAuth1TimestampWindow(now: 599))
        print(
            "20,000 a second for 600 seconds, one client: \(accepted) accepted, \(rejected) rejected, \(each) ns each, "
                + "slowest \(slowest), \(store.byteCount / 1_000_000) MB, remembers the last \(599 - floor) seconds\n"
        )
    }
}
