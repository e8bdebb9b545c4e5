//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import OAuth1
import Synchronization

/// A nonce store in the memory of one process.
///
/// Each nonce takes the room of a hash, however long it is. When the store is full, requests are rejected; a nonce that
/// could still be used again is never forgotten, not even when the clock is put back. A client that sends more requests
/// than its share is rejected while others continue.
///
/// - Important: Behind a load balancer, each process would accept the same request once. Use a shared store there.
public final class OAuth1InMemoryNonceStore: OAuth1NonceStore {
    /// 128 bits of the hash of a nonce, its client and its token.
    ///
    /// Two nonces with the same would cost a request, not let one through twice.
    private struct Fingerprint: Hashable {
        let high: UInt64
        let low: UInt64

        init(_ nonce: OAuth1UsedNonce) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(128)
            // Lengths in front keep two different triples from having the same bytes.
            for text in [nonce.nonce, nonce.clientKey, nonce.token ?? ""] {
                let count = UInt64(text.utf8.count)
                for shift in stride(from: UInt64(0), to: 64, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: count >> shift))
                }
                bytes.append(contentsOf: text.utf8)
            }
            var words = (high: UInt64(0), low: UInt64(0))
            for (index, byte) in SHA256.hash(data: bytes).enumerated() where index < 16 {
                if index < 8 {
                    words.high = words.high << 8 | UInt64(byte)
                } else {
                    words.low = words.low << 8 | UInt64(byte)
                }
            }
            (high, low) = words
        }
    }

    /// The nonces of one timestamp, which leave the window together.
    private struct Bucket {
        var expiresAt: Int64
        var fingerprints: Set<Fingerprint> = []
        var counts: [StoreShares.Owner: Int] = [:]
    }

    /// When a bucket may be forgotten, as far as was known when it was made.
    private struct Expiry: Comparable, Sendable {
        let expiresAt: Int64
        let timestamp: Int64

        static func < (lhs: Expiry, rhs: Expiry) -> Bool { lhs.expiresAt < rhs.expiresAt }
    }

    private struct State {
        var buckets: [Int64: Bucket] = [:]
        var expiries = MinimumHeap<Expiry>()
        var shares: StoreShares
        var count = 0
        /// Everything that expired before this second was forgotten.
        var floor = Int64.min
        var steps = 0

        /// Forgets whole timestamps at once, each of them once.
        mutating func removeExpired(at now: Int64) {
            while let first = expiries.first, first.expiresAt < now {
                expiries.removeFirst()
                guard let bucket = buckets[first.timestamp] else { continue }
                guard bucket.expiresAt < now else {
                    expiries.insert(Expiry(expiresAt: bucket.expiresAt, timestamp: first.timestamp))
                    continue
                }
                buckets[first.timestamp] = nil
                count -= bucket.fingerprints.count
                for (owner, count) in bucket.counts { shares.add(-count, of: owner) }
                steps += 1 + bucket.counts.count
                floor = max(floor, bucket.expiresAt + 1)
            }
        }

        mutating func insert(_ fingerprint: Fingerprint, at timestamp: Int64, of owner: StoreShares.Owner, until: Int64)
        {
            if buckets[timestamp] == nil { expiries.insert(Expiry(expiresAt: until, timestamp: timestamp)) }
            withBucket(timestamp, until) { bucket in
                bucket.fingerprints.insert(fingerprint)
                bucket.counts[owner, default: 0] += 1
                bucket.expiresAt = max(bucket.expiresAt, until)
            }
            shares.add(1, of: owner)
            count += 1
        }

        private mutating func withBucket(_ timestamp: Int64, _ until: Int64, _ change: (inout Bucket) -> Void) {
            change(&buckets[timestamp, default: Bucket(expiresAt: until)])
        }
    }

    private let state: Mutex<State>

    /// Creates a store.
    ///
    /// - Parameters:
    ///   - maximumCount: The most nonces that are kept at once. Each takes about 50 bytes.
    ///   - maximumCountPerClient: The most nonces of one client that are kept at once, or `nil` for as many as there is
    ///     room left: half of `maximumCount` if it is the only one.
    public init(maximumCount: Int = 1_000_000, maximumCountPerClient: Int? = nil) {
        state = Mutex(State(shares: StoreShares(of: maximumCount, perOwner: maximumCountPerClient)))
    }

    /// How many nonces are kept.
    public var count: Int { state.withLock { $0.count } }

    /// How many timestamps and clients were looked at to make room, for tests.
    package var steps: Int { state.withLock { $0.steps } }

    /// Keeps a nonce, unless it is there already.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which the nonce must still be known.
    /// - Returns: Whether it was new.
    /// - Throws: ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/storeFull``.
    public func record(_ nonce: OAuth1UsedNonce, at now: Int64, expiresAt: Int64) async throws -> Bool {
        let fingerprint = Fingerprint(nonce)
        let owner = StoreShares.Owner(nonce.clientKey)
        return try state.withLock { state in
            state.removeExpired(at: now)
            // The clock went back: this nonce may have been used and forgotten.
            guard expiresAt >= state.floor else { return false }
            guard state.buckets[nonce.timestamp]?.fingerprints.contains(fingerprint) != true else { return false }
            guard state.shares.haveRoom(for: owner, count: state.count) else {
                throw OAuth1ServerError(
                    .storeFull,
                    "the nonce store is full: this client or all clients together sent too many requests"
                )
            }
            state.insert(fingerprint, at: nonce.timestamp, of: owner, until: expiresAt)
            return true
        }
    }
}
