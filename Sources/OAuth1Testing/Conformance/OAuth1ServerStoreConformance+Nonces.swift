//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// Checks the nonce store.
    ///
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkNonces() async throws {
        let store = stores.nonces
        let expiresAt = now + 300
        let first = OAuth1UsedNonce(nonce: run, timestamp: now, clientKey: run + "-key", token: run + "-token")
        for nonce in [first] + unlike(first) {
            try expect(try await store.record(nonce, at: now, expiresAt: expiresAt), "different nonces to be separate")
        }
        for nonce in [first] + unlike(first) {
            try expect(try await !store.record(nonce, at: now, expiresAt: expiresAt), "a nonce to be known again")
        }
        for round in 0..<8 {
            let nonce = OAuth1UsedNonce(
                nonce: "\(run)-\(round)",
                timestamp: now,
                clientKey: first.clientKey,
                token: nil
            )
            let new = try await countAtOnce { _ in try await store.record(nonce, at: now, expiresAt: expiresAt) }
            try expect(new == 1, "one of 32 equal nonces at the same time to be new, got \(new)")
        }
        let distinct = try await countAtOnce { index in
            let nonce = OAuth1UsedNonce(
                nonce: "\(run)=\(index)",
                timestamp: now,
                clientKey: first.clientKey,
                token: nil
            )
            return try await store.record(nonce, at: now, expiresAt: expiresAt)
        }
        try expect(distinct == 32, "32 nonces at the same time to be new, got \(distinct)")
        try await checkExpiry(of: first, expiresAt)
    }

    /// A nonce must be known until its last second, whatever comes in between, and costs nobody a request afterwards.
    private func checkExpiry(of first: OAuth1UsedNonce, _ expiresAt: Int64) async throws {
        let store = stores.nonces
        for time in [now + 1, expiresAt - 1, expiresAt] {
            let later = OAuth1UsedNonce(
                nonce: "\(run)+\(time)",
                timestamp: time,
                clientKey: first.clientKey,
                token: nil
            )
            try expect(try await store.record(later, at: time, expiresAt: time + 300), "a later nonce to be new")
            try expect(
                try await !store.record(first, at: time, expiresAt: expiresAt),
                "a nonce to be known until its last second"
            )
        }
        var next = first
        next.timestamp = expiresAt + 1
        try expect(
            try await store.record(next, at: expiresAt + 1, expiresAt: expiresAt + 301),
            "a nonce to be new again with a later timestamp"
        )
    }

    /// Nonces that differ from one in a single thing.
    private func unlike(_ first: OAuth1UsedNonce) -> [OAuth1UsedNonce] {
        func with(_ change: (inout OAuth1UsedNonce) -> Void) -> OAuth1UsedNonce {
            var nonce = first
            change(&nonce)
            return nonce
        }
        var others = [
            with { $0.timestamp += 1 }, with { $0.timestamp -= 1 }, with { $0.clientKey += "x" },
            with { $0.token = nil },
            with { $0.token = "x" },
            // The same letters, parted elsewhere.
            with {
                $0.nonce += "c"
                $0.clientKey.removeFirst()
            },
        ]
        let stem = String(repeating: "n", count: 1_000 - run.utf8.count)
        for nonce in ["Aa", "AA", "aa", "aa ", " aa", "aa\u{0}", "\u{E9}", "'; --", stem + "1", stem + "2"] {
            others.append(with { $0.nonce = run + nonce })
        }
        return others
    }
}
