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
    /// How many seconds timestamps may be ahead, in the longest window of the providers that used the database.
    private var longestFuture: Int64

    init(_ db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT floor, memory_start, future_window FROM oauth1_state")
        guard let row = try Row.fetchOne(statement) else {
            throw OAuth1DatabaseError(.damaged, "the table oauth1_state is empty: restore a backup")
        }
        (removedBefore, memoryStart, longestFuture) = (row[0], row[1], row[2])
    }

    /// The oldest timestamp that is accepted.
    func value(in window: OAuth1TimestampWindow) -> Int64 {
        guard let memoryStart else { return removedBefore }
        // A provider with a longer window may have accepted what is still to come for this one.
        let future = max(longestFuture, window.latest - window.now)
        return max(
            removedBefore,
            OAuth1TimestampWindow(now: window.now, future: future).floor(ofMemorySince: memoryStart)
        )
    }

    /// Notes how far timestamps may be ahead, if no provider before allowed that much.
    mutating func noteFuture(of window: OAuth1TimestampWindow, _ db: Database) throws {
        let future = window.latest - window.now
        guard future > longestFuture else { return }
        try db.cachedStatement(sql: "UPDATE oauth1_state SET future_window = ?").execute(arguments: [future])
        longestFuture = future
    }

    /// Removes the nonces of the oldest timestamps, if no window has them anymore.
    ///
    /// A few timestamps at a time, so that no transaction takes long; more than come in.
    ///
    /// - Returns: How many were removed.
    @discardableResult
    mutating func removeExpired(before cutoff: Int64, _ db: Database) throws -> Int {
        let oldest = try db.cachedStatement(sql: "SELECT timestamp FROM oauth1_nonce ORDER BY timestamp LIMIT 1")
        var count = 0
        for _ in 0..<2 {
            guard let timestamp = try Int64.fetchOne(oldest), timestamp < cutoff else { break }
            // The floor first: if only one of the two fails, nothing is forgotten that may be accepted.
            removedBefore = max(removedBefore, timestamp + 1)
            try db.cachedStatement(sql: "UPDATE oauth1_state SET floor = ?").execute(arguments: [removedBefore])
            try db.cachedStatement(sql: "DELETE FROM oauth1_nonce WHERE timestamp = ?").execute(arguments: [timestamp])
            count += db.changesCount
        }
        return count
    }
}
#endif
