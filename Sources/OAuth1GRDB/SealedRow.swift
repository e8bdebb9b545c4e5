//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

extension SealedRow {
    /// Creates a row from the columns `id`, `key` and `encrypted`.
    init(_ row: Row) {
        self.init(id: Array(row[0] as Data), key: row[1], encrypted: Array(row[2] as Data))
    }

    /// Removes rows that expired before a second, and returns how many.
    static func removeExpired(from table: String, before second: Int64, atMost limit: Int, _ db: Database) throws -> Int
    {
        let expired = "SELECT id FROM \(table) WHERE expires_at < ? LIMIT ?"
        try db.cachedStatement(sql: "DELETE FROM \(table) WHERE id IN (\(expired))")
            .execute(arguments: [second, limit])
        return db.changesCount
    }

    /// The first row that has one of the identifiers.
    ///
    /// Each request reads two, so that nothing is copied more than once.
    static func first(of identifiers: [[UInt8]], in table: String, _ db: Database) throws -> SealedRow? {
        let statement = try db.cachedStatement(sql: "SELECT key, encrypted FROM \(table) WHERE id = ?")
        for identifier in identifiers {
            let rows = try Row.fetchCursor(statement, arguments: [Data(identifier)])
            guard let row = try rows.next() else { continue }
            let encrypted = try row.withUnsafeData(atIndex: 1) { data in data.map { Array($0) } }
            return SealedRow(id: identifier, key: row[0], encrypted: encrypted ?? [])
        }
        return nil
    }
}
#endif
