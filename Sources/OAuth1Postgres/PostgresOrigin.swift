//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1
import OAuth1Server

/// Where the tables come from: notices that they were restored, or that a standby took over, which may have lost requests.
///
/// A server that is restored to a point in time, or promoted, has a new timeline; tables that were dumped and restored have
/// another cluster, database or object identifier. A snapshot of the server's volume can't be noticed.
enum PostgresOrigin {
    private static let current = """
        (SELECT system_identifier FROM pg_control_system())
        || '.' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8)
        || '.' || (SELECT oid FROM pg_database WHERE datname = current_database())
        || '.' || 'oauth1_state'::regclass::oid
        """

    /// Whether the row of `oauth1_state` is in the table that was checked: the last part of its origin.
    ///
    /// For each statement that adds nonces, as `pg_restore --clean` replaces the tables under open connections.
    static let isSameTable = "split_part(origin, '.', 4) = tableoid::text"

    /// Fails if the tables have no state, which ``start(_:history:clock:claims:)`` creates.
    static func checkIsUsed(_ connection: PostgresConnection, place: String) throws {
        guard try connection.query("SELECT count(*) FROM oauth1_state").first == 1 else {
            throw OAuth1DatabaseError.neverUsed(place)
        }
    }

    /// Starts to use a database, and returns whether it was restored.
    ///
    /// Only a server claims a restored database as the one that was used last. After maintenance, the next start of a server
    /// notices the restore, too.
    static func start(
        _ connection: PostgresConnection,
        history: OAuth1NonceHistory,
        clock: any OAuth1Clock,
        claims: Bool
    ) throws -> Bool {
        let isNew =
            try connection
            .query(
                """
                INSERT INTO oauth1_state (id, floor, memory_start, future_window, origin)
                SELECT 1, 0, $1::int8, 0, \(current) ON CONFLICT (id) DO NOTHING
                """,
                [history == .empty ? .null : .int(clock.now())]
            )
            .changedCount == 1
        return try !isNew && check(connection, clock: clock, claims: claims)
    }

    /// Raises the floor if the database was restored, and returns whether it was.
    @discardableResult
    static func check(_ connection: PostgresConnection, clock: any OAuth1Clock, claims: Bool) throws -> Bool {
        let rows = try connection.query("SELECT origin = \(current) FROM oauth1_state")
        guard rows.count == 1 else { throw NonceState.missing }
        guard rows.int(0, 0) != 1 else { return false }
        let claim = claims ? ", origin = \(current)" : ""
        return try connection
            .query(
                """
                UPDATE oauth1_state SET memory_start = greatest(memory_start, $1::int8)\(claim)
                WHERE origin <> \(current)
                """,
                [.int(clock.now())]
            )
            .changedCount == 1
    }

    /// Notices a wrong or incomplete list of keys at the start, not with the first request.
    static func checkKeys(_ connection: PostgresConnection, _ keys: OAuth1DatabaseKeys) throws {
        if let key = try MissingKeys(keys).first(connection) { throw MissingKeys.error(key) }
    }
}
#endif
