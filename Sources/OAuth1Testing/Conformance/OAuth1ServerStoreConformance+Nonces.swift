//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// Checks the nonce store.
    ///
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkNonces() async throws {
        let store = stores.nonces
        let now = try await firstSecond(of: store)
        let window = OAuth1TimestampWindow(now: now)
        let first = OAuth1UsedNonce(nonce: run, timestamp: now, clientKey: run + "-key", token: run + "-token")
        for nonce in [first] + unlike(first) {
            try expect(try await store.record(nonce, in: window) == .new, "different nonces to be separate")
        }
        for nonce in [first] + unlike(first) {
            try expect(try await store.record(nonce, in: window) == .used, "a nonce to be known again")
        }
        for round in 0..<8 {
            let nonce = OAuth1UsedNonce(
                nonce: "\(run)-\(round)",
                timestamp: now,
                clientKey: first.clientKey,
                token: nil
            )
            let new = try await countAtOnce { _ in try await store.record(nonce, in: window) == .new }
            try expect(new == 1, "one of 32 equal nonces at the same time to be new, got \(new)")
        }
        let distinct = try await countAtOnce { index in
            let nonce = OAuth1UsedNonce(
                nonce: "\(run)=\(index)",
                timestamp: now,
                clientKey: first.clientKey,
                token: nil
            )
            return try await store.record(nonce, in: window) == .new
        }
        try expect(distinct == 32, "32 nonces at the same time to be new, got \(distinct)")
        try await checkExpiry(of: first, in: window)
        try await checkMemory(after: window.lastSecond(of: now) + 1)
        try await checkFloor(of: store, forgotten: first, in: window)
    }

    /// The first second in which the store accepts timestamps of the past second: now, or after its floor.
    func firstSecond(of store: any OAuth1NonceStore) async throws -> Int64 {
        let floor = try await store.floor(in: OAuth1TimestampWindow(now: now))
        // Each run of the checks simulates minutes; milliseconds would be tens of thousands of years.
        try expect(floor <= now + 86_400, "a floor within a day, in seconds since 1970, got \(floor)")
        return max(now, floor + 1)
    }

    /// A nonce must be known until its last second, whatever comes in between, and costs nobody a request afterwards.
    private func checkExpiry(of first: OAuth1UsedNonce, in window: OAuth1TimestampWindow) async throws {
        let store = stores.nonces
        let last = window.lastSecond(of: first.timestamp)
        for time in [window.now + 1, last - 1, last] {
            let later = OAuth1UsedNonce(
                nonce: "\(run)+\(time)",
                timestamp: time,
                clientKey: first.clientKey,
                token: nil
            )
            let window = OAuth1TimestampWindow(now: time)
            try expect(try await store.record(later, in: window) == .new, "a later nonce to be new")
            try expect(
                try await store.record(first, in: window) == .used,
                "a nonce to be known until its last second"
            )
        }
        var next = first
        next.timestamp = last + 1
        try expect(
            try await store.record(next, in: OAuth1TimestampWindow(now: last + 1)) == .new,
            "a nonce to be new again with a later timestamp"
        )
    }

    /// What the store may have forgotten is never new, also when the clock is put back, and the floor never goes down.
    private func checkFloor(
        of store: any OAuth1NonceStore,
        forgotten first: OAuth1UsedNonce,
        in window: OAuth1TimestampWindow
    ) async throws {
        let before = try await store.floor(in: window)
        let outcome = try await store.record(first, in: window)
        try expect(outcome != .new, "a nonce not to be new again when the clock is put back")
        let floor = try await store.floor(in: window)
        try expect(floor >= before, "a floor that never goes down")
        if case .tooOld(let reported) = outcome {
            try expect(reported > first.timestamp, "the floor that rejects a nonce to be after its timestamp")
            try expect(reported <= floor, "the floor that rejects a nonce to be that of the store")
        }
        guard floor > window.earliest else { return }
        var old = first
        (old.nonce, old.timestamp) = (run + "old", floor - 1)
        try expect(try await store.record(old, in: window) != .new, "a nonce stamped before the floor to be rejected")
    }

    /// Checks that a nonce store accepts nothing twice when its process ends, in whatever way, and another one starts.
    ///
    /// The store must accept requests at the start: a store that rejects them for a minute needs
    /// `OAuth1NonceHistory.empty` before the restart, but not after it. Call this before ``checkNonces()``, which simulates minutes that
    /// are still to come, or with another database.
    ///
    /// - Parameter restart: Ends the use of the store, and creates it again as at the start of a process. If the clock of
    ///   the checks is not the real one, the new store needs it, too.
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkNonces(restart: () async throws -> any OAuth1NonceStore) async throws {
        let window = OAuth1TimestampWindow(now: now)
        let first = max(now, try await stores.nonces.floor(in: window))
        try expect(
            first <= window.latest,
            """
            a nonce store that accepts requests before the restart; checkNonces() simulates minutes that are still to come, so use \
            a new database, or call it after this
            """
        )
        let nonces = [first, min(first + 1, window.latest), max(first, window.latest - 1), window.latest].uniqued
            .map { time in
                OAuth1UsedNonce(nonce: "\(run)-restart-\(time)", timestamp: time, clientKey: run, token: nil)
            }
        for nonce in nonces {
            try expect(
                try await stores.nonces.record(nonce, in: window) == .new,
                "a nonce to be new before the restart"
            )
        }
        let restarted = try await restart()
        for time in [now, now + 1, window.latest, window.latest + 1] {
            for nonce in nonces {
                let outcome = try await restarted.record(nonce, in: OAuth1TimestampWindow(now: time))
                try expect(outcome != .new, "a nonce that was accepted not to be new after a restart")
            }
        }
        let later = OAuth1TimestampWindow(now: max(window.latest + 1, try await restarted.floor(in: window)))
        let next = OAuth1UsedNonce(nonce: run + "-next", timestamp: later.now, clientKey: run, token: nil)
        try expect(
            try await restarted.record(next, in: later) == .new,
            "new nonces to be accepted when the restart was longer ago than timestamps may be ahead"
        )
    }
}

extension [Int64] {
    /// The numbers in ascending order, each once.
    var uniqued: [Int64] { Set(self).sorted() }
}
