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
    private static let migrations = [version1, version2]

    /// Creates or updates the tables; several processes may do so at once.
    static func migrate(_ connection: PostgresConnection) throws {
        if try version(connection) == migrations.count { return }
        let timeout = connection.timeout
        connection.timeout = .seconds(120)
        defer { connection.timeout = timeout }
        try connection.transaction {
            try connection.execute("SET LOCAL statement_timeout = 110000")
            try lock(connection)
            try connection.execute("CREATE TABLE IF NOT EXISTS oauth1_schema (version int8 NOT NULL PRIMARY KEY)")
            let version = try version(connection)
            guard version <= migrations.count else {
                throw OAuth1DatabaseError(
                    .otherSchema,
                    "the tables have version \(version), which a newer version of this package made: use that one"
                )
            }
            for (index, sql) in migrations.enumerated().dropFirst(version) {
                try connection.execute(sql)
                try connection.execute("INSERT INTO oauth1_schema (version) VALUES (\(index + 1))")
            }
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

    /// `oauth1` as a number.
    private static let lockKey: Int64 = 0x6F61_7574_6831

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
}
#endif
