//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1
public import OAuth1Server
import Synchronization

/// Nonces in a PostgreSQL database, for all processes and machines of a provider.
///
/// A request is accepted after its nonce is on the disk of the server. The nonces of requests at the same time are written
/// by one statement, which also compares the replay floor.
public final class OAuth1PostgresNonceStore: OAuth1NonceStore {
    private struct Call: Sendable {
        let key: NonceKey
        let past: Int64
        let future: Int64
    }

    private let pool: PostgresPool
    private let missingKeys: MissingKeyWatch
    private let partitions = NoncePartitions()
    private let batches: PostgresBatches<Call, OAuth1NonceOutcome>
    /// How far into the past the windows of the provider reach, in seconds.
    private let longestPast = Mutex<Int64>(0)

    init(_ pool: PostgresPool, _ missingKeys: MissingKeyWatch, clock: any OAuth1Clock, claimsOrigin: Bool) {
        self.pool = pool
        self.missingKeys = missingKeys
        let partitions = partitions
        batches = PostgresBatches(pool) { calls, connection in
            try Self.record(calls, partitions, clock, claimsOrigin: claimsOrigin, connection)
        }
    }

    /// Keeps a nonce, unless it is there already or is stamped before the floor.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - window: The timestamps that the provider accepts now.
    /// - Returns: Whether it was new.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`: the request is rejected with status 503.
    public func record(
        _ nonce: OAuth1UsedNonce,
        in window: OAuth1TimestampWindow
    ) async throws -> OAuth1NonceOutcome {
        // The table has no parts for them.
        guard nonce.timestamp >= 0 else { return .tooOld(floor: 0) }
        let past = longestPast.withLock { longest in
            longest = max(longest, window.now - window.earliest)
            return longest
        }
        removeExpired(past: past, at: window.now)
        let key = NonceKey(stamp: nonce.timestamp, fingerprint: NonceFingerprint(nonce).bytes)
        return try await batches.submit(Call(key: key, past: past, future: window.latest - window.now))
    }

    /// The oldest timestamp of which the database has every nonce.
    ///
    /// - Parameter window: The timestamps that the provider accepts now.
    /// - Returns: The floor, in seconds since 1970.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func floor(in window: OAuth1TimestampWindow) async throws -> Int64 {
        try await pool.run { connection in try NonceState.floor(in: window, connection) }
    }

    /// Removes old nonces once in a minute, while requests continue.
    private func removeExpired(past: Int64, at now: Int64) {
        guard partitions.shouldRemove(at: now) else { return }
        let partitions = partitions
        pool.add { connection in
            guard case .success(let open) = connection else { return }
            partitions.removeInBackground(at: now, past: past, open)
        }
    }

    /// Removes the nonces that left the window, as far as a whole minute of them has.
    func removeExpired(at now: Int64) async throws {
        let (partitions, past) = (partitions, longestPast.withLock { $0 })
        while try await pool.run({ try partitions.remove(at: now, past: past, $0) }) > 0 {}
    }

    /// Rejects requests that are stamped before, and removes their nonces.
    ///
    /// - Returns: How many nonces were removed.
    func remove(before timestamp: Int64) async throws -> Int {
        let partitions = partitions
        // The floor first: then nothing is forgotten that may be accepted, in whatever order the rest happens.
        let count = try await pool.run { connection in
            try connection.query("UPDATE oauth1_state SET floor = greatest(floor, $1::int8)", [.int(timestamp)])
            return try connection.query("SELECT count(*) FROM oauth1_nonce WHERE stamp < $1::int8", [.int(timestamp)])
                .first
        }
        while try await pool.run({ try partitions.remove(before: timestamp, $0) }) > 0 {}
        // At most a minute of timestamps, in a part that has later ones, too.
        try await pool.run { connection in
            _ = try connection.query("DELETE FROM oauth1_nonce WHERE stamp < $1::int8", [.int(timestamp)])
        }
        return Int(count ?? 0)
    }

    /// Writes, as each request does, and looks for rows whose key is missing: reading could succeed on a full disk.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func checkReadiness() async throws {
        try await pool.run { connection in try NonceState.check(connection) }
        try await missingKeys.check()
    }

    private static func record(
        _ calls: [Call],
        _ partitions: NoncePartitions,
        _ clock: any OAuth1Clock,
        claimsOrigin: Bool,
        _ connection: PostgresConnection
    ) throws -> [OAuth1NonceOutcome] {
        let keys = Array(Set(calls.map(\.key)))
        let (past, future) = (calls.map(\.past).max() ?? 0, calls.map(\.future).max() ?? 0)
        var attempt = try add(keys, past: past, future: future, partitions, connection)
        if attempt == nil {
            try PostgresOrigin.check(connection, clock: clock, claims: claimsOrigin)
            attempt = try add(keys, past: past, future: future, partitions, connection)
        }
        guard let answer = attempt else {
            throw OAuth1ServerError(.storeUnavailable, "the tables are being restored: wait until that has finished")
        }
        let floor = answer.floor
        var added = answer.added
        return calls.map { call in
            guard call.key.stamp >= floor else { return .tooOld(floor: floor) }
            // The first of several equal ones.
            return added.remove(call.key) == nil ? .used : .new
        }
    }

    private static func add(
        _ keys: [NonceKey],
        past: Int64,
        future: Int64,
        _ partitions: NoncePartitions,
        _ connection: PostgresConnection
    ) throws -> (floor: Int64, added: Set<NonceKey>)? {
        try partitions.create(for: keys, connection)
        do {
            return try NonceState.add(keys, past: past, future: future, connection)
        } catch let error as PostgresError where error.isRejected("23514") {
            // Another process removed the part: no part of the table takes the nonce.
            partitions.forget()
            try partitions.create(for: keys, connection)
            return try NonceState.add(keys, past: past, future: future, connection)
        }
    }
}
#endif
