//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import GRDB
import OAuth1Server

/// The replay floor in the database.
struct NonceFloor: Sendable {
    /// The oldest timestamp of which no nonce was removed.
    private var removedBefore: Int64
    /// When the memory started, if requests may have been accepted before.
    private let memoryStart: Int64?

    init(_ db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT floor, memory_start FROM oauth1_state")
        guard let row = try Row.fetchOne(statement) else {
            throw OAuth1GRDBError(.damaged, "the table oauth1_state is empty: restore a backup")
        }
        (removedBefore, memoryStart) = (row[0], row[1])
    }

    /// The oldest timestamp that is accepted.
    func value(in window: OAuth1TimestampWindow) -> Int64 {
        max(removedBefore, memoryStart.map { window.floor(ofMemorySince: $0) } ?? .min)
    }

    /// Removes the nonces of the oldest timestamps, if no window has them anymore.
    ///
    /// A few timestamps at a time, so that no transaction takes long; more than come in.
    mutating func removeExpired(before cutoff: Int64, _ db: Database) throws {
        let oldest = try db.cachedStatement(sql: "SELECT timestamp FROM oauth1_nonce ORDER BY timestamp LIMIT 1")
        for _ in 0..<2 {
            guard let timestamp = try Int64.fetchOne(oldest), timestamp < cutoff else { return }
            try db.cachedStatement(sql: "DELETE FROM oauth1_nonce WHERE timestamp = ?").execute(arguments: [timestamp])
            removedBefore = max(removedBefore, timestamp + 1)
            try db.cachedStatement(sql: "UPDATE oauth1_state SET floor = ?").execute(arguments: [removedBefore])
        }
    }
}
#endif
