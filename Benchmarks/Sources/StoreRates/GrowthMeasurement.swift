//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import GRDB
import OAuth1
import OAuth1GRDB
import OAuth1Postgres
import OAuth1Server

/// The time of an accepted request with full tables, beside that with empty ones, in turns.
enum GrowthMeasurement {
    /// How many rows a full database has.
    struct Size {
        let tokens: Int
        let nonces: Int
    }

    private static let turns = 15
    /// The window of the nonces: they stay while the measurement runs, and more are added.
    private static let window = 120

    static func run(_ size: Size) async throws {
        print(
            "Growth: \(size.tokens) access tokens and \(size.nonces) nonces, of which requests use 1,000 tokens. Medians of "
                + "\(turns) turns of 1 second.\n"
        )
        let tokens = SignedLoad.tokens(1_000)
        try await DatabaseMeasurement.withFolder { folder in
            let folders = ["empty", "full"].map { folder.appendingPathComponent($0) }
            for folder in folders {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            let empty = try await DatabaseMeasurement.open(folders[0], tokens)
            let full = try await DatabaseMeasurement.open(folders[1], tokens)
            try fill(DatabaseMeasurement.path(folders[1]), size)
            let status = try await full.status()
            print("SQLite: \(status.accessTokens) tokens, \(status.nonces) nonces, \(status.byteCount / 1_000_000) MB")
            try await compare("SQLite", empty.stores, full.stores, tokens)
            try await expire("SQLite", full, full.stores, tokens)
            try empty.close()
            try full.close()
        }
        guard let server = try? PostgresServer() else {
            print("PostgreSQL: skipped, the server is not installed")
            return
        }
        defer { server.remove() }
        let other = try PostgresServer()
        defer { other.remove() }
        let (empty, full) = (try await other.open(tokens), try await server.open(tokens))
        defer {
            empty.close()
            full.close()
        }
        try await fill(server, full, size)
        let counts = try ["oauth1_access_token", "oauth1_nonce"].map { try server.value("SELECT count(*) FROM \($0)") }
        let bytes = try server.value("SELECT pg_database_size('postgres')")
        print("PostgreSQL: \(counts[0]) tokens, \(counts[1]) nonces, \(bytes) bytes")
        try await compare("PostgreSQL", empty.stores, full.stores, tokens)
    }

    private static func compare(
        _ name: String,
        _ empty: OAuth1ServerStores,
        _ full: OAuth1ServerStores,
        _ tokens: [OAuth1IssuedAccessToken]
    ) async throws {
        let loads = [try SignedLoad(empty, tokens), try SignedLoad(full, tokens)]
        for once in [1, 64, 256] {
            var rates: [[Double]] = [[], []]
            for turn in 0...turns {
                // The order changes, and the first turn warms up.
                for index in turn % 2 == 0 ? [0, 1] : [1, 0] {
                    let rate = Double(try await loads[index].rate(at: once, for: .seconds(1)))
                    if turn > 0 { rates[index].append(rate) }
                }
            }
            let ratios = zip(rates[0], rates[1]).map { $0 / $1 }.sorted()
            let text = [turns / 2, turns / 4, turns * 3 / 4].map { String(format: "%.2f", ratios[$0]) }
            print(
                "\(name), \(once) at a time: \(Int(Rate.median(rates[0]))) a second empty, \(Int(Rate.median(rates[1]))) full; "
                    + "time full to empty \(text[0]), quartiles \(text[1])-\(text[2])"
            )
        }
    }

    /// The rate while the nonces leave the window, which are removed by the requests that come.
    private static func expire(
        _ name: String,
        _ database: OAuth1GRDBDatabase,
        _ stores: OAuth1ServerStores,
        _ tokens: [OAuth1IssuedAccessToken]
    ) async throws {
        let load = try SignedLoad(stores, tokens)
        while let oldest = try await database.status().oldestNonce, oldest >= OAuth1SystemClock().now() - 300 {
            try await Task.sleep(for: .seconds(1))
        }
        let before = try await database.status().nonces
        let rate = try await load.rate(for: .seconds(10))
        let removed = before + 10 * rate - (try await database.status().nonces)
        print("\(name), 64 at a time, while \(removed / 10) nonces a second leave the window: \(rate) a second")
    }

    /// Fills the tables of SQLite: rows that no request asks for, in random places of the tables.
    private static func fill(_ path: String, _ size: Size) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                    INSERT INTO oauth1_access_token (id, key, user, expires_at, encrypted)
                    SELECT randomblob(16), (SELECT key FROM oauth1_client), randomblob(16), 4000000000 + i, randomblob(220)
                    FROM n ORDER BY 1
                    """,
                arguments: [size.tokens - 1_000]
            )
        }
        let start = OAuth1SystemClock().now() - 60
        try queue.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
                    INSERT INTO oauth1_nonce (timestamp, fingerprint)
                    SELECT ?2 + i * ?3 / ?1, randomblob(16) FROM n
                    """,
                arguments: [size.nonces, start, window]
            )
        }
        try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try queue.close()
    }

    /// Fills the tables of PostgreSQL, after the store has created the parts for the nonces.
    private static func fill(_ server: PostgresServer, _ database: OAuth1PostgresDatabase, _ size: Size) async throws {
        let start = OAuth1SystemClock().now() - 60
        for second in stride(from: 0, through: window, by: 30) {
            let timestamp = start + Int64(second)
            let nonce = OAuth1UsedNonce(nonce: "n", timestamp: timestamp, clientKey: "key", token: nil)
            _ = try await database.nonces.record(nonce, in: OAuth1TimestampWindow(now: timestamp))
        }
        try server.execute(
            """
            INSERT INTO oauth1_access_token (id, key, owner, expires_at, encrypted)
            SELECT uuid_send(gen_random_uuid()), (SELECT key FROM oauth1_client LIMIT 1), uuid_send(gen_random_uuid()),
                4000000000 + i, decode(repeat(md5(i::text), 13), 'hex')
            FROM generate_series(1, \(size.tokens - 1_000)) AS n (i)
            """
        )
        try server.execute(
            """
            INSERT INTO oauth1_nonce (stamp, fingerprint)
            SELECT \(start) + i * \(window) / \(size.nonces), gen_random_uuid()
            FROM generate_series(0, \(size.nonces - 1)::int8) AS n (i)
            """
        )
        try server.execute("VACUUM ANALYZE")
        try server.execute("CHECKPOINT")
    }
}
