//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
public import OAuth1Server
import Synchronization

/// Nonces in a SQLite database, for all processes of one machine.
///
/// A request is accepted after its nonce is on the disk, so that it is rejected after a crash of the process or the machine.
/// The nonces of requests at the same time are written together.
public final class OAuth1GRDBNonceStore: OAuth1NonceStore {
    private let writes: GroupCommit
    private let reads: GroupRead
    private let missingKeys: MissingKeyWatch
    /// How far into the past the windows of the provider reach, in seconds.
    private let longestPast = Mutex<Int64>(0)

    init(writes: GroupCommit, reads: GroupRead, missingKeys: MissingKeyWatch) {
        self.writes = writes
        self.reads = reads
        self.missingKeys = missingKeys
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
        let fingerprint = Data(NonceFingerprint(nonce).bytes)
        let timestamp = nonce.timestamp
        let past = longestPast.withLock { longest in
            longest = max(longest, window.now - window.earliest)
            return longest
        }
        return try await writes.submit(needsSavepoint: false) { batch in
            let db = batch.db
            var floor: NonceFloor
            if let known = batch.floor {
                floor = known
            } else {
                floor = try NonceFloor(db)
                try floor.removeExpired(before: window.now - past, db)
                batch.floor = floor
            }
            let oldest = floor.value(in: window)
            guard timestamp >= oldest else { return .tooOld(floor: oldest) }
            // Before the nonce: what was done before a statement that fails stays.
            try floor.noteFuture(of: window, db)
            batch.floor = floor
            let insert = try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO oauth1_nonce (timestamp, fingerprint) VALUES (?, ?)"
            )
            try insert.execute(arguments: [timestamp, fingerprint])
            return db.changesCount == 1 ? .new : .used
        }
    }

    /// The oldest timestamp of which the database has every nonce.
    ///
    /// - Parameter window: The timestamps that the provider accepts now.
    /// - Returns: The floor, in seconds since 1970.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func floor(in window: OAuth1TimestampWindow) async throws -> Int64 {
        try await reads.submit { db in max(0, try NonceFloor(db).value(in: window)) }
    }

    /// Writes, as each request does, and looks for rows whose key is missing: reading could succeed on a full disk.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func checkReadiness() async throws {
        try await writes.submit { batch in _ = try NonceFloor(batch.db) }
        try await missingKeys.check()
    }
}
#endif
