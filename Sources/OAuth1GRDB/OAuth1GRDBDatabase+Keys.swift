//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

extension OAuth1GRDBDatabase {
    /// Encrypts all rows with the first key that were written with others, in many short transactions.
    ///
    /// The service may run meanwhile. When it returns, and no process has an older list of keys, the other keys can be
    /// removed from the list: ``status()`` counts the rows of each key.
    ///
    /// - Parameter progress: Receives how many rows were encrypted again so far.
    /// - Returns: How many rows were encrypted again.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the key of a row is missing. If
    ///   rows are damaged, it names them after all others were encrypted.
    @discardableResult
    public func rotateKeys(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        let cipher = cipher
        var rotation = KeyRotation(database: self, progress: progress)
        try await rotation.run("oauth1_client") { id, db in
            guard let row = try SealedRow.first(of: [Array(id)], in: "oauth1_client", db) else { return }
            try OAuth1GRDBClientStore.reseal(row, cipher, db)
        }
        try await rotation.run("oauth1_access_token") { id, db in
            guard let row = try SealedRow.first(of: [Array(id)], in: "oauth1_access_token", db) else { return }
            try AccessTokenRow.reseal(row, cipher, db)
        }
        try await rotation.run("oauth1_request_token", or: "OR decision_key <> ?2") { id, db in
            try RequestTokenRow.reseal(id, cipher, db)
        }
        if let error = rotation.damaged.error { throw error }
        return rotation.count
    }

    /// Removes all rows that were encrypted with a key that is lost, in many short transactions: nobody can read them.
    ///
    /// No server starts while there are such rows. Stop all servers, as one that has the key would lose what it writes, and open
    /// the database with the purpose `.maintenance`.
    ///
    /// - Parameter identifier: Names the key, as in ``status()``.
    /// - Returns: How many rows were removed.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the list has the key, if a server
    ///   writes with it meanwhile, or if the database has another purpose.
    @discardableResult
    public func removeRows(ofLostKey identifier: String) async throws -> Int {
        var removal = try LostKeyRemoval(ofKey: identifier, cipher.keys, purpose)
        while !removal.isDone {
            removal = try await writes.submit { [removal] batch -> LostKeyRemoval in
                try Self.step(removal, batch.db)
            }
        }
        return removal.count
    }

    /// Removes a few rows of a lost key, in a transaction.
    static func step(_ removal: LostKeyRemoval, _ db: Database) throws -> LostKeyRemoval {
        var next = removal
        try next.step(
            number: { try Int.fetchOne(db, sql: $0) ?? 0 },
            change: { sql in
                try db.execute(sql: sql)
                return db.changesCount
            }
        )
        return next
    }
}

/// Encrypts the rows of tables again, and counts them.
private struct KeyRotation {
    let database: OAuth1GRDBDatabase
    let progress: @Sendable (Int) -> Void
    private(set) var count = 0
    private(set) var damaged = DamagedRows()

    init(database: OAuth1GRDBDatabase, progress: @escaping @Sendable (Int) -> Void) {
        self.database = database
        self.progress = progress
    }

    /// Encrypts the rows of a table again.
    ///
    /// They are searched for in a snapshot, so that no write waits while a large table is read.
    mutating func run(
        _ table: String,
        or condition: String = "",
        _ reseal: @escaping @Sendable (Data, Database) throws -> Void
    ) async throws {
        let current = database.cipher.keys.current.identifier
        var last = Data()
        while true {
            let after = last
            let ids = try await database.read { db in
                try Data.fetchAll(
                    db,
                    sql: """
                        SELECT id FROM \(table)
                        WHERE id > ?1 AND (key <> ?2 \(condition)) ORDER BY id LIMIT 200
                        """,
                    arguments: [after, current]
                )
            }
            guard let end = ids.last else { return }
            let failed = try await database.writes.submit { batch -> [Data] in
                var failed: [Data] = []
                for id in ids {
                    do { try reseal(id, batch.db) } catch let error as OAuth1DatabaseError where error.code == .damaged
                    {
                        failed.append(id)
                    }
                }
                return failed
            }
            for id in failed { damaged.add(Array(id), of: table) }
            (count, last) = (count + ids.count - failed.count, end)
            progress(count)
        }
    }
}
#endif
