//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB

/// An encrypted row, to be decrypted outside of the database's queue.
struct SealedRow: Sendable {
    let id: Data
    let key: Int64
    let encrypted: Data

    /// Creates a row from the columns `id`, `key` and `encrypted`.
    init(_ row: Row) {
        (id, key, encrypted) = (row[0], row[1], row[2])
    }

    /// The fields of the row.
    func fields(_ column: RowCipher.Column, _ cipher: RowCipher) throws(OAuth1GRDBError) -> StoredFields {
        try cipher.open(encrypted, key: key, column, of: id)
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
    static func first(of identifiers: [Data], in table: String, _ db: Database) throws -> SealedRow? {
        let statement = try db.cachedStatement(sql: "SELECT id, key, encrypted FROM \(table) WHERE id = ?")
        for identifier in identifiers {
            if let row = try Row.fetchOne(statement, arguments: [identifier]) { return SealedRow(row) }
        }
        return nil
    }
}
#endif
