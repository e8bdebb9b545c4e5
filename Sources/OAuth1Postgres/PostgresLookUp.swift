//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// Finds rows of a table, those of many requests in one statement.
final class PostgresLookUp: Sendable {
    private let batches: PostgresBatches<[[UInt8]], SealedRow?>

    init(_ pool: PostgresPool, table: String) {
        let sql = "SELECT id, key, encrypted FROM \(table) WHERE id = ANY($1::bytea[])"
        batches = PostgresBatches(pool) { inputs, connection in
            let found = try SealedRow.all(connection.query(sql, [.byteArrays(inputs.flatMap { $0 })]))
            let rows = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
            return inputs.map { identifiers in identifiers.lazy.compactMap { rows[$0] }.first }
        }
    }

    /// The first row that has one of the identifiers.
    func first(of identifiers: [[UInt8]]) async throws -> SealedRow? { try await batches.submit(identifiers) }
}

extension SealedRow {
    /// Reads a row with the columns `id`, `key` and `encrypted`.
    init(_ rows: PostgresRows, _ row: Int) {
        self.init(id: rows.bytes(row, 0) ?? [], key: rows.int(row, 1) ?? 0, encrypted: rows.bytes(row, 2) ?? [])
    }

    /// The rows of a result with these columns.
    static func all(_ rows: PostgresRows) -> [SealedRow] { (0..<rows.count).map { SealedRow(rows, $0) } }
}
#endif
