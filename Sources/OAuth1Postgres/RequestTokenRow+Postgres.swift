//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

extension RequestTokenRow {
    static let columns = "id, key, client, expires_at, verifications, encrypted, decision_key, encrypted_decision"

    /// Reads a row with these columns.
    init(_ rows: PostgresRows, _ row: Int) {
        self.init(
            id: rows.bytes(row, 0) ?? [],
            key: rows.int(row, 1) ?? 0,
            client: rows.bytes(row, 2) ?? [],
            expiresAt: rows.int(row, 3) ?? 0,
            verifications: rows.int(row, 4) ?? 0,
            encrypted: rows.bytes(row, 5) ?? [],
            decisionKey: rows.int(row, 6),
            sealedDecision: rows.bytes(row, 7)
        )
    }

    /// Deletes a few rows that expired, as part of another statement, which gives the names of the parameters.
    static func removal(from table: String, before cutoff: String, atMost limit: Int) -> String {
        """
        DELETE FROM \(table) WHERE id IN (
            SELECT id FROM \(table) WHERE expires_at < \(cutoff) LIMIT \(limit) FOR UPDATE SKIP LOCKED
        )
        """
    }
}
#endif
