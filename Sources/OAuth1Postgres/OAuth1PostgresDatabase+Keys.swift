//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

extension OAuth1PostgresDatabase {
    /// Encrypts all rows with the first key that were written with others, in many short statements.
    ///
    /// The service may run meanwhile. When it returns, and no process has an older list of keys, the other keys can be
    /// removed from the list.
    ///
    /// - Parameter progress: Receives how many rows were encrypted again so far.
    /// - Returns: How many rows were encrypted again.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the key of a row is missing.
    @discardableResult
    public func rotateKeys(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        var total = 0
        // Another time for rows that changed at the same moment.
        for _ in 0..<3 {
            let before = total
            try await rotateOnce { count in
                total += count
                progress(total)
            }
            guard total > before else { break }
        }
        return total
    }

    private func rotateOnce(_ add: (Int) -> Void) async throws {
        let cipher = cipher
        try await rotate("id, key, encrypted", of: "oauth1_client", add) { rows, row, connection in
            let row = SealedRow(rows, row)
            if let client = try ClientRow.client(row, cipher) {
                try ClientRow.reseal(client, row, cipher, connection)
            }
            return row.id
        }
        try await rotate("id, key, encrypted", of: "oauth1_access_token", add) { rows, row, connection in
            let row = SealedRow(rows, row)
            try AccessTokenRow.reseal(row, cipher, connection)
            return row.id
        }
        try await rotate(
            RequestTokenRow.columns,
            of: "oauth1_request_token",
            or: "OR decision_key <> $2::int8",
            add
        ) { rows, row, connection in
            let row = RequestTokenRow(rows, row)
            try row.reseal(cipher, connection)
            return row.id
        }
    }

    private func rotate(
        _ columns: String,
        of table: String,
        or condition: String = "",
        _ add: (Int) -> Void,
        _ reseal: @escaping @Sendable (PostgresRows, Int, PostgresConnection) throws -> [UInt8]
    ) async throws {
        let current = cipher.keys.current.identifier
        var last: [UInt8] = []
        while true {
            let after = last
            let identifiers = try await pool.run { connection in
                let rows = try connection.query(
                    """
                    SELECT \(columns) FROM \(table)
                    WHERE id > $1::bytea AND (key <> $2::int8 \(condition)) ORDER BY id LIMIT 200
                    """,
                    [.bytes(after), .int(current)]
                )
                return try (0..<rows.count).map { try reseal(rows, $0, connection) }
            }
            guard let end = identifiers.last else { return }
            add(identifiers.count)
            last = end
        }
    }
}

extension RequestTokenRow {
    /// Encrypts a row with the current key, unless a user decides at this moment: the decision is then encrypted with it.
    fileprivate func reseal(_ cipher: RowCipher, _ connection: PostgresConnection) throws {
        guard let token = try token(cipher) else { return }
        let new = try RequestTokenRow(token, cipher)
        try connection.query(
            """
            UPDATE oauth1_request_token SET id = $1::bytea, key = $2::int8, client = $3::bytea, encrypted = $4::bytea,
                decision_key = $5::int8, encrypted_decision = $6::bytea
            WHERE id = $7::bytea AND encrypted = $8::bytea AND encrypted_decision IS NOT DISTINCT FROM $9::bytea
            """,
            [
                .bytes(new.id), .int(new.key), .bytes(new.client), .bytes(new.encrypted), .optional(new.decisionKey),
                .optional(new.sealedDecision), .bytes(id), .bytes(encrypted), .optional(sealedDecision),
            ]
        )
    }
}
#endif
