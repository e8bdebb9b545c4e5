//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1
import Synchronization

/// Nonces in memory, for a provider in one process.
///
/// Each nonce takes the room of a hash, however long it is, and is kept until its timestamp leaves the window. Number and
/// bytes are limited, and each call takes constant time. No request is accepted twice, not even when the clock is put back.
///
/// When the store is full, it forgets the nonces with the oldest timestamps and raises its floor for all clients: requests
/// stamped before are rejected with the accepted timestamps, so a client whose clock is slow may be rejected once. For a client
/// without a separate limit, the store is also full when that client has more nonces than there is room left. So a single
/// busy client fills half of the store, and continues with a shorter memory. The store never forgets the last seconds: if it
/// has no room without that, it rejects the request with status 503.
///
/// With a `maximumCountPerClient` below `maximumCount`, a client at that limit is rejected with status 503 until its nonces leave
/// the window. The floor stays, and other clients are not affected.
///
/// A restart forgets everything. Requests are then rejected that may have been accepted before: those with a timestamp up to
/// ``OAuth1ServerConfiguration/futureTimestampWindow`` seconds after the start. Clients learn the accepted timestamps from the
/// rejection. A durable store, such as the one of `OAuth1GRDB`, rejects nothing after a restart.
///
/// - Important: With several processes, each would accept the same request once. Use a shared store there.
public final class OAuth1InMemoryNonceStore: OAuth1NonceStore {
    private let state: Mutex<NonceTable>
    /// When the memory started, or `nil` if nothing was accepted before.
    private let start: Int64?

    /// Creates a store.
    ///
    /// - Parameters:
    ///   - maximumCount: The most nonces that are kept at once. Each takes about 20 to 45 bytes.
    ///   - maximumBytes: The most memory that nonces may take, in bytes, by a cautious estimate.
    ///   - maximumCountPerClient: The most nonces of one client that are kept at once; above it, that client alone is rejected.
    ///     Allow for its requests in the whole window, 360 seconds by default. `nil` for as many as there is room left, half of
    ///     `maximumCount` if it is the only one; above it, the floor rises for all clients.
    ///   - shortestMemory: For how many seconds nonces are kept in a full store; requests for which it has no room then are
    ///     rejected with status 503.
    ///   - history: What may have happened before the store was created: a restart, by default.
    ///   - clock: The provider's clock, which says when the store was created.
    public init(
        maximumCount: Int = 2_000_000,
        maximumBytes: Int = 100_000_000,
        maximumCountPerClient: Int? = nil,
        shortestMemory: Int64 = 10,
        history: OAuth1NonceHistory = .unknown,
        clock: any OAuth1Clock = OAuth1SystemClock()
    ) {
        let limits = NonceTable.Limits(
            maximumCount: maximumCount,
            maximumBytes: maximumBytes,
            shortestMemory: min(max(0, shortestMemory), 1 << 40)
        )
        state = Mutex(NonceTable(limits, maximumCountPerClient: maximumCountPerClient))
        start = history == .empty ? nil : clock.now()
    }

    /// How many nonces are kept.
    public var count: Int { state.withLock { $0.count } }

    /// How much memory the nonces take, in bytes, by a cautious estimate.
    public var byteCount: Int { state.withLock { $0.bytes } }

    /// How many timestamps and clients were looked at to make room, for tests.
    package var steps: Int { state.withLock { $0.steps } }

    /// Keeps a nonce, unless it is there already or is stamped before the floor.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - window: The timestamps that the provider accepts now.
    /// - Returns: Whether it was new.
    /// - Throws: ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/storeFull``.
    public func record(
        _ nonce: OAuth1UsedNonce,
        in window: OAuth1TimestampWindow
    ) async throws -> OAuth1NonceOutcome {
        let fingerprint = NonceFingerprint(nonce)
        let owner = StoreShares.Owner(nonce.clientKey)
        return try state.withLock { state in
            if let start { state.raiseFloor(to: window.floor(ofMemorySince: start)) }
            return try state.record(fingerprint, nonce.timestamp, of: owner, in: window)
        }
    }

    /// The oldest timestamp of which the store remembers every nonce.
    ///
    /// - Parameter window: The timestamps that the provider accepts now.
    /// - Returns: The floor, in seconds since 1970.
    public func floor(in window: OAuth1TimestampWindow) async -> Int64 {
        state.withLock { state in
            if let start { state.raiseFloor(to: window.floor(ofMemorySince: start)) }
            return state.floor
        }
    }

    /// Forgets every nonce with an older timestamp, and rejects such requests from now on.
    ///
    /// - Parameter timestamp: The oldest timestamp that is still accepted, in seconds since 1970. A floor never goes down.
    public func raiseFloor(to timestamp: Int64) {
        state.withLock { $0.raiseFloor(to: timestamp) }
    }
}
