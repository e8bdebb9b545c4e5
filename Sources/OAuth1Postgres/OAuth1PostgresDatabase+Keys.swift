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
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the key of a row is missing. If
    ///   rows are damaged, it names them after all others were encrypted.
    @discardableResult
    public func rotateKeys(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        var rotation = KeyRotation(pool: pool, cipher: cipher, progress: progress)
        // Another time for rows that changed at the same moment.
        for _ in 0..<3 {
            let before = rotation.count
            try await rotation.run()
            guard rotation.count > before else { break }
        }
        if let error = rotation.damaged.error { throw error }
        return rotation.count
    }

    /// Removes all rows that were encrypted with a key that is lost, in many short statements: nobody can read them.
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
            removal = try await pool.run { [removal] connection -> LostKeyRemoval in
                try Self.step(removal, connection)
            }
        }
        return removal.count
    }

    /// Removes a few rows of a lost key.
    static func step(_ removal: LostKeyRemoval, _ connection: PostgresConnection) throws -> LostKeyRemoval {
        var next = removal
        try next.step(
            number: { Int(try connection.query($0).first ?? 0) },
            change: { try connection.query($0).changedCount }
        )
        return next
    }
}

/// Encrypts the rows of all tables again, and counts them.
private struct KeyRotation {
    private typealias Reseal = @Sendable (PostgresRows, Int, PostgresConnection) throws -> Void

    let pool: PostgresPool
    let cipher: RowCipher
    let progress: @Sendable (Int) -> Void
    private(set) var count = 0
    private(set) var damaged = DamagedRows()

    init(pool: PostgresPool, cipher: RowCipher, progress: @escaping @Sendable (Int) -> Void) {
        self.pool = pool
        self.cipher = cipher
        self.progress = progress
    }

    /// Encrypts the rows that were written with another key, and finds those that are damaged.
    mutating func run() async throws {
        let cipher = cipher
        damaged = DamagedRows()
        try await run("id, key, encrypted", of: "oauth1_client") { rows, row, connection in
            let row = SealedRow(rows, row)
            if let client = try ClientRow.client(row, cipher) {
                try ClientRow.reseal(client, row, cipher, connection)
            }
        }
        try await run("id, key, encrypted", of: "oauth1_access_token") { rows, row, connection in
            try AccessTokenRow.reseal(SealedRow(rows, row), cipher, connection)
        }
        let others = "OR decision_key <> $2::int8"
        try await run(RequestTokenRow.columns, of: "oauth1_request_token", or: others) { rows, row, connection in
            try RequestTokenRow(rows, row).reseal(cipher, connection)
        }
    }

    private mutating func run(
        _ columns: String,
        of table: String,
        or condition: String = "",
        _ reseal: @escaping Reseal
    ) async throws {
        let sql = """
            SELECT \(columns) FROM \(table)
            WHERE id > $1::bytea AND (key <> $2::int8 \(condition)) ORDER BY id LIMIT 200
            """
        let current = cipher.keys.current.identifier
        var last: [UInt8] = []
        while true {
            let after = last
            let page = try await pool.run { connection in
                try Page(try connection.query(sql, [.bytes(after), .int(current)]), connection, reseal)
            }
            guard let end = page.identifiers.last else { return }
            for identifier in page.failed { damaged.add(identifier, of: table) }
            count += page.identifiers.count - page.failed.count
            progress(count)
            last = end
        }
    }

    /// Rows that were read together.
    private struct Page: Sendable {
        var identifiers: [[UInt8]] = []
        var failed: [[UInt8]] = []

        init(_ rows: PostgresRows, _ connection: PostgresConnection, _ reseal: Reseal) throws {
            for row in 0..<rows.count {
                // The first column.
                let identifier = rows.bytes(row, 0) ?? []
                identifiers.append(identifier)
                do { try reseal(rows, row, connection) } catch let error as OAuth1DatabaseError
                    where error.code == .damaged
                {
                    failed.append(identifier)
                }
            }
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
