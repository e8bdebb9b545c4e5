//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

extension AccessTokenRow {
    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO oauth1_access_token (id, key, user, expires_at, encrypted) VALUES (?, ?, ?, ?, ?)"
        )
        .execute(arguments: [Data(id), key, Data(user), expiresAt, Data(encrypted)])
    }

    @discardableResult
    static func remove(_ identifier: Data, _ db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM oauth1_access_token WHERE id = ?").execute(arguments: [identifier])
        return db.changesCount == 1
    }

    /// Rows of a user that have not ended at a time, in the order of their identifiers after one.
    static func rows(
        ofUser user: Data,
        after id: Data,
        endingAfter second: Int64,
        atMost limit: Int,
        _ db: Database
    ) throws -> [SealedRow] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, key, encrypted FROM oauth1_access_token
                WHERE user = ? AND id > ? AND (expires_at IS NULL OR expires_at >= ?) ORDER BY id LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [user, id, second, limit]).map { SealedRow($0) }
    }

    @discardableResult
    static func removeExpired(at now: Int64, atMost limit: Int, _ db: Database) throws -> Int {
        try SealedRow.removeExpired(from: encrypted.table, before: now - RequestTokenRow.grace, atMost: limit, db)
    }

    /// Encrypts a row with the current key.
    static func reseal(_ row: SealedRow, _ cipher: RowCipher, _ db: Database) throws {
        guard let token = try token(row, cipher) else { return }
        try remove(Data(row.id), db)
        try AccessTokenRow(token, cipher).insert(db)
    }
}
#endif
