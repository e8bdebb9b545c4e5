//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Synchronization

/// A nonce store in the memory of one process.
///
/// Each nonce takes the room of a hash, however long it is. When the store is full, requests are refused; a nonce that
/// could still be used again is never forgotten, not even when the clock is put back.
///
/// - Important: Behind a balancer, each process would accept the same request once. Use a shared store there.
public final class OAuth1InMemoryNonceStore: OAuth1NonceStore {
    /// The hash of a nonce, its client and its token.
    private struct Fingerprint: Hashable {
        let words: SIMD4<UInt64>

        init(_ nonce: OAuth1UsedNonce) {
            var hash = SHA256()
            // Lengths in front keep two different triples from having the same bytes.
            for text in [nonce.nonce, nonce.clientKey, nonce.token ?? ""] {
                let bytes = Array(text.utf8)
                hash.update(data: Array("\(bytes.count):".utf8))
                hash.update(data: bytes)
            }
            var words = SIMD4<UInt64>()
            for (index, byte) in hash.finalize().enumerated() {
                words[index / 8] = words[index / 8] << 8 | UInt64(byte)
            }
            self.words = words
        }
    }

    /// The nonces of one timestamp, which leave the window together.
    private struct Bucket {
        var expiresAt = Int64.min
        var fingerprints: Set<Fingerprint> = []

        mutating func insert(_ fingerprint: Fingerprint, expiresAt: Int64) {
            fingerprints.insert(fingerprint)
            self.expiresAt = max(self.expiresAt, expiresAt)
        }
    }

    private struct State {
        var buckets: [Int64: Bucket] = [:]
        var count = 0
        /// Everything that expired before this second was forgotten.
        var floor = Int64.min

        mutating func removeExpired(at now: Int64) {
            guard now > floor else { return }
            floor = now
            buckets = buckets.filter { $0.value.expiresAt >= now }
            count = buckets.values.reduce(0) { $0 + $1.fingerprints.count }
        }
    }

    private static let purgeInterval: Int64 = 10

    private let maximumCount: Int
    private let state = Mutex(State())

    /// Creates a store.
    ///
    /// - Parameter maximumCount: The most nonces that are kept at once.
    public init(maximumCount: Int = 1_000_000) {
        self.maximumCount = maximumCount
    }

    /// How many nonces are kept.
    public var count: Int { state.withLock { $0.count } }

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
        return try state.withLock { state in
            if state.count >= maximumCount || state.floor == .min || now - state.floor >= Self.purgeInterval {
                state.removeExpired(at: now)
            }
            // The clock went back: this nonce may have been used and forgotten.
            guard expiresAt >= state.floor else { return false }
            guard state.buckets[nonce.timestamp]?.fingerprints.contains(fingerprint) != true else { return false }
            guard state.count < maximumCount else {
                throw OAuth1ServerError(.storeFull, "there are too many nonces in the timestamp window")
            }
            state.buckets[nonce.timestamp, default: Bucket()].insert(fingerprint, expiresAt: expiresAt)
            state.count += 1
            return true
        }
    }
}
