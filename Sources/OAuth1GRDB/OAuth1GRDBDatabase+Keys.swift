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
    /// removed from the list.
    ///
    /// - Returns: How many rows were encrypted again.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the key of a row is missing.
    @discardableResult
    public func rotateKeys() async throws -> Int {
        let cipher = cipher
        var count = 0
        count += try await rotate("oauth1_client") { row, db in
            try OAuth1GRDBClientStore.reseal(row, cipher, db)
        }
        count += try await rotate("oauth1_access_token") { row, db in
            try AccessTokenRow.reseal(row, cipher, db)
        }
        count += try await rotate("oauth1_request_token", or: "OR decision_key <> ?2") { row, db in
            try RequestTokenRow.reseal(Data(row.id), cipher, db)
        }
        return count
    }

    private func rotate(
        _ table: String,
        or condition: String = "",
        _ reseal: @escaping @Sendable (SealedRow, Database) throws -> Void
    ) async throws -> Int {
        let current = cipher.keys.current.identifier
        var (count, last) = (0, Data())
        while true {
            let after = last
            let rows = try await writes.submit { batch in
                let rows =
                    try Row.fetchAll(
                        batch.db,
                        sql: """
                            SELECT id, key, encrypted FROM \(table)
                            WHERE id > ?1 AND (key <> ?2 \(condition)) ORDER BY id LIMIT 200
                            """,
                        arguments: [after, current]
                    )
                    .map { SealedRow($0) }
                for row in rows { try reseal(row, batch.db) }
                return rows.map { Data($0.id) }
            }
            guard let end = rows.last else { return count }
            (count, last) = (count + rows.count, end)
        }
    }
}
#endif
