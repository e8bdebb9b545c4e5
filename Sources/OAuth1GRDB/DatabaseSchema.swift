//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

/// The tables, by version.
///
/// A migration that was released is never changed: add another one.
enum DatabaseSchema {
    /// Opens a database, and creates or updates its tables.
    ///
    /// Several processes may start at once: if another one does the same at this moment, a second attempt finds it done.
    ///
    /// - Returns: The database, and the version that its tables had.
    static func open(
        path: String,
        migrates: Bool,
        _ configuration: Configuration
    ) throws -> (pool: DatabasePool, version: Int) {
        var attempts = 0
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: configuration)
                // What was answered must be on the disk, so each commit waits for it.
                try pool.writeWithoutTransaction { db in
                    try db.execute(
                        sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 67108864"
                    )
                }
                let version = try pool.read { db in try Self.version(db) }
                if migrates, version <= migrations.count {
                    try migrator.migrate(pool)
                } else {
                    try check(version, path: path)
                }
                return (pool, version)
            } catch let error as DatabaseError where attempts < 5 && mayBeConcurrent(error) {
                attempts += 1
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
    }

    private static func mayBeConcurrent(_ error: DatabaseError) -> Bool {
        // A lock of the change to WAL, a table that was created meanwhile, a migration that was noted meanwhile.
        [.SQLITE_BUSY, .SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(error.resultCode)
    }

    /// The version of the tables that this package uses.
    static var current: Int { migrations.count }

    private static let prefix = "oauth1-"
    private static let migrations: [@Sendable (Database) throws -> Void] = [version1, version2, version3]

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, migration) in migrations.enumerated() {
            migrator.registerMigration("\(prefix)\(index + 1)", migrate: migration)
        }
        return migrator
    }

    /// The version of the tables: 0 if there are none.
    static func version(_ db: Database) throws -> Int {
        try migrator.appliedIdentifiers(db)
            .compactMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil }
            .max() ?? 0
    }

    private static func check(_ version: Int, path: String) throws(OAuth1DatabaseError) {
        guard version != migrations.count else { return }
        let reason =
            version < migrations.count
            ? "the tables have version \(version) and need \(migrations.count): run oauth1 provider migrate"
            : "the tables have version \(version), which a newer version of this package made: use that one"
        throw OAuth1DatabaseError(.otherSchema, "the database \(path) can't be used: \(reason)")
    }

    private static func version1(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE oauth1_client (
                    id BLOB NOT NULL PRIMARY KEY,
                    key INTEGER NOT NULL,
                    encrypted BLOB NOT NULL
                ) WITHOUT ROWID;

                CREATE TABLE oauth1_request_token (
                    id BLOB NOT NULL PRIMARY KEY,
                    key INTEGER NOT NULL,
                    client BLOB NOT NULL,
                    expires_at INTEGER NOT NULL,
                    verifications INTEGER NOT NULL DEFAULT 0,
                    encrypted BLOB NOT NULL,
                    decision_key INTEGER,
                    encrypted_decision BLOB
                ) WITHOUT ROWID;
                CREATE INDEX oauth1_request_token_expiry ON oauth1_request_token (expires_at);
                CREATE INDEX oauth1_request_token_client ON oauth1_request_token (client, expires_at);

                CREATE TABLE oauth1_access_token (
                    id BLOB NOT NULL PRIMARY KEY,
                    key INTEGER NOT NULL,
                    user BLOB NOT NULL,
                    expires_at INTEGER,
                    encrypted BLOB NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX oauth1_access_token_expiry ON oauth1_access_token (expires_at) WHERE expires_at IS NOT NULL;
                CREATE INDEX oauth1_access_token_user ON oauth1_access_token (user);

                -- In the order of timestamps, so that new rows are added at the end and old ones removed at the start.
                CREATE TABLE oauth1_nonce (
                    timestamp INTEGER NOT NULL,
                    fingerprint BLOB NOT NULL,
                    PRIMARY KEY (timestamp, fingerprint)
                ) WITHOUT ROWID;

                -- One row. floor: the oldest timestamp of which no nonce was forgotten. memory_start: when the memory
                -- started, if requests may have been accepted before. run and commits: what CopyGuard compares.
                CREATE TABLE oauth1_state (
                    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
                    floor INTEGER NOT NULL,
                    memory_start INTEGER,
                    run BLOB NOT NULL,
                    commits INTEGER NOT NULL
                );
                """
        )
    }

    private static func version2(_ db: Database) throws {
        // How many seconds timestamps may be ahead, in the longest window of the providers that used the database.
        try db.execute(sql: "ALTER TABLE oauth1_state ADD COLUMN future_window INTEGER NOT NULL DEFAULT 0")
    }

    private static func version3(_ db: Database) throws {
        // Finds rows of keys that are missing at each start, among a million others.
        try db.execute(sql: "CREATE INDEX oauth1_access_token_key ON oauth1_access_token (key)")
    }
}
#endif
