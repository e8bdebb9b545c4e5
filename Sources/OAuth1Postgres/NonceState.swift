//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// The replay floor in the database, and the statements that compare it.
enum NonceState {
    /// The error if its row is missing.
    static let missing = OAuth1DatabaseError(.damaged, "the table oauth1_state is empty: restore a backup")

    /// The oldest timestamp that is accepted.
    ///
    /// `$1` is how far timestamps may be ahead, in seconds. A provider with a longer window may have accepted what is still to come for this one.
    private static let floor = "greatest(floor, memory_start + greatest(future_window, $1::int8) + 1)"

    /// The floor.
    static func floor(in window: OAuth1TimestampWindow, _ connection: PostgresConnection) throws -> Int64 {
        let rows = try connection.query("SELECT \(floor) FROM oauth1_state", [.int(window.latest - window.now)])
        guard let floor = rows.first else { throw missing }
        return max(0, floor)
    }

    /// Keeps nonces that are not there and not stamped before the floor, and returns the floor and those that were added.
    ///
    /// One statement. It locks the table before it reads the floor, and parts of the table are removed in the transaction
    /// that raises the floor above them, so that no nonce can be forgotten in between.
    ///
    /// - Returns: `nil` if the tables were restored after ``PostgresOrigin`` was checked, which ends no connection.
    static func add(
        _ nonces: [NonceKey],
        past: Int64,
        future: Int64,
        _ connection: PostgresConnection
    ) throws -> (floor: Int64, added: Set<NonceKey>)? {
        let rows = try connection.query(
            """
            WITH state AS (
                SELECT \(floor) AS oldest, \(PostgresOrigin.isSameTable) AS is_same FROM oauth1_state
            ), noted AS (
                UPDATE oauth1_state
                SET future_window = greatest(future_window, $1::int8), past_window = greatest(past_window, $4::int8)
                WHERE future_window < $1::int8 OR past_window < $4::int8
            ), added AS (
                INSERT INTO oauth1_nonce (stamp, fingerprint)
                SELECT input.stamp, input.fingerprint
                FROM state, unnest($2::int8[], $3::uuid[]) AS input (stamp, fingerprint)
                WHERE state.is_same AND input.stamp >= state.oldest
                -- In the same order everywhere, so that no two statements wait for each other.
                ORDER BY input.stamp, input.fingerprint
                -- Named, so that it fails while a restore has not created the unique index yet.
                ON CONFLICT (stamp, fingerprint) DO NOTHING
                RETURNING stamp, fingerprint
            )
            SELECT state.oldest, added.stamp, added.fingerprint, state.is_same FROM state LEFT JOIN added ON true
            """,
            [.int(future), .ints(nonces.map(\.stamp)), .uuids(nonces.map(\.fingerprint)), .int(past)]
        )
        guard let floor = rows.first else { throw missing }
        guard rows.int(0, 3) == 1 else { return nil }
        var added: Set<NonceKey> = []
        for row in 0..<rows.count {
            guard let stamp = rows.int(row, 1), let fingerprint = rows.bytes(row, 2) else { continue }
            added.insert(NonceKey(stamp: stamp, fingerprint: fingerprint))
        }
        return (floor, added)
    }

    /// Writes, as each request does: reading could succeed on a full disk.
    static func check(_ connection: PostgresConnection) throws {
        guard try connection.query("UPDATE oauth1_state SET id = id").changedCount == 1 else { throw missing }
    }

    /// Lets the memory start at a time, unless it started later.
    static func raiseFloor(to now: Int64, _ connection: PostgresConnection) throws {
        try connection.query("UPDATE oauth1_state SET memory_start = greatest(memory_start, $1::int8)", [.int(now)])
    }
}

/// A nonce as a row.
struct NonceKey: Sendable, Hashable {
    let stamp: Int64
    let fingerprint: [UInt8]
}
#endif
