//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// The tables, by version.
///
/// A migration that was released is never changed: add another one.
enum PostgresSchema {
    private static let migrations = [version1, version2, version3, version4]

    /// The version of the tables that this package uses.
    static var current: Int { migrations.count }

    /// Fails if the tables have another version.
    static func check(_ connection: PostgresConnection, place: String) throws {
        let version = try version(connection)
        guard version != current else { return }
        if version > current { throw newer(version) }
        let reason = version == 0 ? "there are no tables" : "the tables have version \(version) and need \(current)"
        throw OAuth1DatabaseError(
            .otherSchema,
            "\(place) can't be used: \(reason): check the database and the search path, or run oauth1 provider migrate"
        )
    }

    private static func newer(_ version: Int) -> OAuth1DatabaseError {
        OAuth1DatabaseError(
            .otherSchema,
            "the tables have version \(version), which a newer version of this package made: use that one"
        )
    }

    /// Creates or updates the tables; several processes may do so at once.
    ///
    /// - Returns: The version that they had: 0 if there were none.
    static func migrate(_ connection: PostgresConnection) throws -> Int {
        if try version(connection) == current { return current }
        let timeout = connection.timeout
        connection.timeout = .seconds(120)
        defer { connection.timeout = timeout }
        return try connection.transaction {
            try connection.execute("SET LOCAL statement_timeout = 110000")
            try lock(connection)
            try connection.execute("CREATE TABLE IF NOT EXISTS oauth1_schema (version int8 NOT NULL PRIMARY KEY)")
            let version = try version(connection)
            guard version <= current else { throw newer(version) }
            for (index, sql) in migrations.enumerated().dropFirst(version) {
                try connection.execute(sql)
                try connection.execute("INSERT INTO oauth1_schema (version) VALUES (\(index + 1))")
            }
            return version
        }
    }

    /// Keeps other processes from changing tables until the end of the transaction.
    static func lock(_ connection: PostgresConnection) throws {
        try connection.execute("SELECT pg_advisory_xact_lock(\(lockKey))")
    }

    /// The same, unless another process has the lock.
    static func tryLock(_ connection: PostgresConnection) throws -> Bool {
        try connection.query("SELECT pg_try_advisory_xact_lock(\(lockKey))").int(0, 0) == 1
    }

    /// `oaut` as a number, and the schema: providers in different schemas don't wait for each other.
    private static let lockKey = "\(0x6F61_7574), hashtext(coalesce(current_schema(), ''))"

    /// The version of the tables: 0 if there are none.
    private static func version(_ connection: PostgresConnection) throws -> Int {
        guard try connection.query("SELECT to_regclass('oauth1_schema') IS NOT NULL").int(0, 0) == 1 else { return 0 }
        return Int(try connection.query("SELECT coalesce(max(version), 0) FROM oauth1_schema").int(0, 0) ?? 0)
    }

    private static let version1 = """
        CREATE TABLE oauth1_client (
            id bytea NOT NULL PRIMARY KEY,
            key int8 NOT NULL,
            encrypted bytea NOT NULL
        );

        CREATE TABLE oauth1_request_token (
            id bytea NOT NULL PRIMARY KEY,
            key int8 NOT NULL,
            client bytea NOT NULL,
            expires_at int8 NOT NULL,
            verifications int8 NOT NULL DEFAULT 0,
            encrypted bytea NOT NULL,
            decision_key int8,
            encrypted_decision bytea
        );
        CREATE INDEX oauth1_request_token_expiry ON oauth1_request_token (expires_at);
        CREATE INDEX oauth1_request_token_client ON oauth1_request_token (client, expires_at);

        CREATE TABLE oauth1_access_token (
            id bytea NOT NULL PRIMARY KEY,
            key int8 NOT NULL,
            owner bytea NOT NULL,
            expires_at int8,
            encrypted bytea NOT NULL
        );
        CREATE INDEX oauth1_access_token_expiry ON oauth1_access_token (expires_at) WHERE expires_at IS NOT NULL;
        CREATE INDEX oauth1_access_token_owner ON oauth1_access_token (owner);

        -- Logged, so that a crash forgets nothing; in parts of a minute, so that old ones are removed at once.
        CREATE TABLE oauth1_nonce (
            stamp int8 NOT NULL,
            fingerprint uuid NOT NULL,
            PRIMARY KEY (stamp, fingerprint)
        ) PARTITION BY RANGE (stamp);

        -- One row. floor: the oldest timestamp of which no nonce was forgotten. memory_start: when the memory started, if
        -- requests may have been accepted before. future_window: how many seconds timestamps may be ahead, in the longest
        -- window of the providers that used the database. origin: what PostgresOrigin compares.
        CREATE TABLE oauth1_state (
            id int4 NOT NULL PRIMARY KEY CHECK (id = 1),
            floor int8 NOT NULL,
            memory_start int8,
            future_window int8 NOT NULL,
            origin text NOT NULL
        );
        """

    /// How far into the past timestamps may be, in seconds, in the longest window of the providers that used the database.
    private static let version2 = "ALTER TABLE oauth1_state ADD COLUMN past_window int8 NOT NULL DEFAULT 0"

    /// How often removing parts of the table of nonces has failed since it last succeeded, when that was, and why.
    private static let version3 = """
        ALTER TABLE oauth1_state ADD COLUMN removal_failures int8 NOT NULL DEFAULT 0, ADD COLUMN removal_failed_at int8,
            ADD COLUMN removal_failure text
        """

    /// Finds rows of keys that are missing at each start, among a million others.
    private static let version4 = "CREATE INDEX oauth1_access_token_key ON oauth1_access_token (key)"
}
#endif
