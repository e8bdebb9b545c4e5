//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1
public import OAuth1Server

/// Registered clients in a PostgreSQL database, encrypted.
public final class OAuth1PostgresClientStore: OAuth1ClientRegistry {
    private let pool: PostgresPool
    private let lookUp: PostgresLookUp
    private let cipher: RowCipher
    private let purpose: OAuth1DatabasePurpose
    private let missingKeys: MissingKeyWatch
    private let decrypted = DecryptedRows<OAuth1RegisteredClient>(maximumCount: 2_048, maximumByteCount: 8_000_000)

    init(
        _ pool: PostgresPool,
        _ cipher: RowCipher,
        _ purpose: OAuth1DatabasePurpose,
        _ missingKeys: MissingKeyWatch
    ) {
        self.pool = pool
        self.cipher = cipher
        self.purpose = purpose
        self.missingKeys = missingKeys
        lookUp = PostgresLookUp(pool, table: ClientRow.encrypted.table)
    }

    /// Registers a client, in the place of one that has the same key.
    ///
    /// - Parameter client: The client.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also if the database was opened for maintenance.
    public func register(_ client: OAuth1RegisteredClient) async throws {
        try purpose.checkRegistering()
        let row = try ClientRow.row(client, cipher)
        let identifiers = cipher.identifiers(client.key, .client)
        try await pool.run { connection in
            _ = try connection.query(
                """
                WITH removed AS (DELETE FROM oauth1_client WHERE id = ANY($1::bytea[]) AND id <> $2::bytea)
                INSERT INTO oauth1_client (id, key, encrypted) VALUES ($2::bytea, $3::int8, $4::bytea)
                ON CONFLICT (id) DO UPDATE SET key = excluded.key, encrypted = excluded.encrypted
                """,
                [.byteArrays(identifiers), .bytes(row.id), .int(row.key), .bytes(row.encrypted)]
            )
        }
    }

    /// Registers a client, unless there is one with the same key.
    ///
    /// - Parameter client: The client.
    /// - Returns: Whether it was registered.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also if the database was opened for maintenance.
    public func add(_ client: OAuth1RegisteredClient) async throws -> Bool {
        try purpose.checkRegistering()
        let row = try ClientRow.row(client, cipher)
        let identifiers = cipher.identifiers(client.key, .client)
        return try await pool.run { connection in
            try connection.transaction {
                // Another process may find the same key by another identifier, while keys rotate.
                try connection.execute("LOCK TABLE oauth1_client IN SHARE ROW EXCLUSIVE MODE")
                return try connection
                    .query(
                        """
                        INSERT INTO oauth1_client (id, key, encrypted) SELECT $2::bytea, $3::int8, $4::bytea
                        WHERE NOT EXISTS (SELECT FROM oauth1_client WHERE id = ANY($1::bytea[]))
                        """,
                        [.byteArrays(identifiers), .bytes(row.id), .int(row.key), .bytes(row.encrypted)]
                    )
                    .changedCount == 1
            }
        }
    }

    /// Changes a client, in one transaction.
    ///
    /// - Parameters:
    ///   - key: The consumer key, which the change must not replace.
    ///   - change: Changes the client; it may be called more than once.
    /// - Returns: The client as it is now, or `nil` if there is none with that key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the row can't be decrypted.
    @discardableResult
    public func updateClient(
        forKey key: String,
        _ change: @escaping @Sendable (inout OAuth1RegisteredClient) -> Void
    ) async throws -> OAuth1RegisteredClient? {
        let (cipher, identifiers) = (cipher, cipher.identifiers(key, .client))
        return try await pool.run { connection in
            try connection.transaction {
                let rows = try connection.query(
                    "SELECT id, key, encrypted FROM oauth1_client WHERE id = ANY($1::bytea[]) FOR UPDATE",
                    [.byteArrays(identifiers)]
                )
                guard let row = SealedRow.all(rows).first, var client = try ClientRow.client(row, cipher),
                    client.key.hasSameBytes(as: key)
                else {
                    return nil
                }
                change(&client)
                try ClientRow.reseal(client, row, cipher, connection)
                return client
            }
        }
    }

    /// Removes a client, whose requests are rejected from then on.
    ///
    /// - Parameter key: The consumer key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func remove(key: String) async throws {
        let identifiers = cipher.identifiers(key, .client)
        try await pool.run { connection in
            _ = try connection.query(
                "DELETE FROM oauth1_client WHERE id = ANY($1::bytea[])",
                [.byteArrays(identifiers)]
            )
        }
    }

    /// Finds a client.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The client, or `nil` if there is none with that key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also instead of `nil` while any row has a key that is
    ///   missing, or `OAuth1DatabaseError` if the row can't be decrypted.
    public func client(forKey key: String) async throws -> OAuth1RegisteredClient? {
        let identifiers = cipher.identifiers(key, .client)
        guard let row = try await lookUp.first(of: identifiers) else {
            decrypted.forget(identifiers)
            try await missingKeys.checkUnknown()
            return nil
        }
        guard let client = try decrypted.content(of: row, { try ClientRow.client($0, cipher) }) else { return nil }
        return client.key.hasSameBytes(as: key) ? client : nil
    }

    /// All clients, in no order.
    ///
    /// - Returns: The clients, with their secrets.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if a row can't be decrypted.
    public func allClients() async throws -> [OAuth1RegisteredClient] {
        let rows = try await pool.run { connection in
            SealedRow.all(try connection.query("SELECT id, key, encrypted FROM oauth1_client"))
        }
        return try rows.compactMap { try ClientRow.client($0, cipher) }
    }
}

extension ClientRow {
    /// Replaces a row by that of the same client, encrypted with the current key, if it was not changed meanwhile.
    static func reseal(
        _ client: OAuth1RegisteredClient,
        _ row: SealedRow,
        _ cipher: RowCipher,
        _ connection: PostgresConnection
    ) throws {
        let new = try self.row(client, cipher)
        try connection.query(
            """
            UPDATE oauth1_client SET id = $1::bytea, key = $2::int8, encrypted = $3::bytea
            WHERE id = $4::bytea AND encrypted = $5::bytea
            """,
            [.bytes(new.id), .int(new.key), .bytes(new.encrypted), .bytes(row.id), .bytes(row.encrypted)]
        )
    }
}
#endif
