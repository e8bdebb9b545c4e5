//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Nonces in memory, by timestamp: whole timestamps are forgotten at once, the oldest first, and raise the floor.
struct NonceTable: Sendable {
    /// The nonces of one timestamp.
    private struct Bucket {
        /// The last second in which they must be known.
        var lastSecond: Int64
        var fingerprints: Set<NonceFingerprint> = []
        var counts: [StoreShares.Owner: Int] = [:]

        /// The memory that it takes, at most: the places of set and dictionary are filled to three quarters and less.
        var bytes: Int { Self.fixedBytes + fingerprints.capacity * 22 + counts.capacity * 64 }

        /// The memory that one more nonce takes: places are doubled when all are taken.
        var growth: Int {
            (fingerprints.count == fingerprints.capacity ? max(2, fingerprints.capacity) * 22 : 0)
                + (counts.count == counts.capacity ? max(2, counts.capacity) * 64 : 0)
        }

        /// What an empty one takes in allocations, in the dictionary of buckets and in the heap.
        static let fixedBytes = 320
    }

    /// How much is kept.
    struct Limits: Sendable {
        var maximumCount: Int
        var maximumBytes: Int
        /// How many seconds before the time the floor may be when the table is full.
        var shortestMemory: Int64
    }

    private let limits: Limits
    private var buckets: [Int64: Bucket] = [:]
    private var timestamps = MinimumHeap()
    private var shares: StoreShares
    private(set) var count = 0
    /// How much memory the nonces take, at most.
    private(set) var bytes = 0
    /// The oldest timestamp of which nothing was forgotten.
    private(set) var floor = Int64.min
    /// How many timestamps and clients were looked at to make room, for tests.
    private(set) var steps = 0
    /// When expired timestamps were forgotten.
    private var lastRemoval: Int64?

    init(_ limits: Limits, maximumCountPerClient: Int?) {
        self.limits = limits
        shares = StoreShares(of: limits.maximumCount, perOwner: maximumCountPerClient)
    }

    /// Forgets everything that was stamped before a timestamp.
    mutating func raiseFloor(to timestamp: Int64) {
        floor = max(floor, timestamp)
        while let first = timestamps.first, first < floor { removeOldest(first) }
    }

    /// Keeps a nonce, unless it is there.
    ///
    /// A client that used up its own limit is rejected, and the floor stays: it must not cost others their memory. Only a full
    /// table forgets, for all clients.
    ///
    /// - Throws: ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/storeFull``.
    mutating func record(
        _ fingerprint: NonceFingerprint,
        _ timestamp: Int64,
        of owner: StoreShares.Owner,
        in window: OAuth1TimestampWindow
    ) throws(OAuth1ServerError) -> OAuth1NonceOutcome {
        removeExpired(at: window.now)
        guard timestamp >= floor else { return .tooOld(floor: floor) }
        var index = buckets.index(forKey: timestamp)
        if let index, buckets.values[index].fingerprints.contains(fingerprint) { return .used }
        guard !shares.areUsedUp(by: owner) else {
            throw OAuth1ServerError(
                .storeFull,
                "the nonces of this client are at the limit for each client: it sent too many requests"
            )
        }
        while !hasRoom(for: owner, at: index) {
            let oldest = timestamps.first.map { min($0, timestamp) } ?? timestamp
            guard oldest < window.now - limits.shortestMemory else {
                throw OAuth1ServerError(
                    .storeFull,
                    "the nonce store is full: this client or all clients together sent too many requests"
                )
            }
            raiseFloor(to: oldest + 1)
            guard timestamp >= floor else { return .tooOld(floor: floor) }
            index = buckets.index(forKey: timestamp)
        }
        insert(fingerprint, timestamp, at: index, of: owner, until: window.lastSecond(of: timestamp))
        return .new
    }

    /// Forgets whole timestamps that left the window, each of them once.
    mutating func removeExpired(at now: Int64) {
        // None leaves it in a second in which that was done already.
        guard now != lastRemoval else { return }
        lastRemoval = now
        while let first = timestamps.first, buckets[first].map({ $0.lastSecond < now }) ?? true {
            floor = max(floor, first + 1)
            removeOldest(first)
        }
    }

    private func hasRoom(for owner: StoreShares.Owner, at index: Dictionary<Int64, Bucket>.Index?) -> Bool {
        guard shares.haveRoom(for: owner, count: count) else { return false }
        let growth = index.map { buckets.values[$0].growth } ?? Bucket(lastSecond: 0).growth
        return bytes + growth + Bucket.fixedBytes <= limits.maximumBytes
    }

    private mutating func removeOldest(_ timestamp: Int64) {
        timestamps.removeFirst()
        guard let bucket = buckets.removeValue(forKey: timestamp) else { return }
        count -= bucket.fingerprints.count
        bytes -= bucket.bytes
        for (owner, count) in bucket.counts { shares.add(-count, of: owner) }
        steps += 1 + bucket.counts.count
    }

    private mutating func insert(
        _ fingerprint: NonceFingerprint,
        _ timestamp: Int64,
        at index: Dictionary<Int64, Bucket>.Index?,
        of owner: StoreShares.Owner,
        until lastSecond: Int64
    ) {
        if let index {
            bytes += Self.add(fingerprint, of: owner, until: lastSecond, to: &buckets.values[index])
        } else {
            timestamps.insert(timestamp)
            var bucket = Bucket(lastSecond: lastSecond)
            bytes += Bucket.fixedBytes + Self.add(fingerprint, of: owner, until: lastSecond, to: &bucket)
            buckets[timestamp] = bucket
        }
        shares.add(1, of: owner)
        count += 1
    }

    /// Adds a nonce in place, and returns how much larger the bucket is.
    private static func add(
        _ fingerprint: NonceFingerprint,
        of owner: StoreShares.Owner,
        until lastSecond: Int64,
        to bucket: inout Bucket
    ) -> Int {
        let before = bucket.bytes
        bucket.fingerprints.insert(fingerprint)
        bucket.counts[owner, default: 0] += 1
        bucket.lastSecond = max(bucket.lastSecond, lastSecond)
        return bucket.bytes - before
    }
}
