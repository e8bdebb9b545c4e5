//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1
public import OAuth1Server

/// Registered clients in a SQLite database, encrypted.
public final class OAuth1GRDBClientStore: OAuth1ClientRegistry {
    private let writes: GroupCommit
    private let reads: GroupRead
    private let cipher: RowCipher
    private let purpose: OAuth1DatabasePurpose
    private let missingKeys: MissingKeyWatch
    private let decrypted = DecryptedRows<OAuth1RegisteredClient>(maximumCount: 2_048, maximumByteCount: 8_000_000)

    init(
        writes: GroupCommit,
        reads: GroupRead,
        cipher: RowCipher,
        purpose: OAuth1DatabasePurpose,
        missingKeys: MissingKeyWatch
    ) {
        self.writes = writes
        self.reads = reads
        self.cipher = cipher
        self.purpose = purpose
        self.missingKeys = missingKeys
    }

    /// Registers a client, in the place of one that has the same key.
    ///
    /// - Parameter client: The client.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also if the database was opened for maintenance.
    public func register(_ client: OAuth1RegisteredClient) async throws {
        try purpose.checkRegistering()
        let row = try ClientRow.row(client, cipher)
        let identifiers = cipher.values(client.key, .client)
        try await writes.submit { batch in
            for identifier in identifiers { try Self.remove(identifier, batch.db) }
            try Self.insert(row, batch.db)
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
        return try await writes.submit { batch in
            guard try SealedRow.first(of: identifiers, in: ClientRow.encrypted.table, batch.db) == nil else {
                return false
            }
            try Self.insert(row, batch.db)
            return true
        }
    }

    /// Changes a client, in one transaction.
    ///
    /// - Parameters:
    ///   - key: The consumer key, which the change must not replace.
    ///   - change: Changes the client.
    /// - Returns: The client as it is now, or `nil` if there is none with that key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the row can't be decrypted.
    @discardableResult
    public func updateClient(
        forKey key: String,
        _ change: @escaping @Sendable (inout OAuth1RegisteredClient) -> Void
    ) async throws -> OAuth1RegisteredClient? {
        let cipher = cipher
        let identifiers = cipher.identifiers(key, .client)
        return try await writes.submit { batch in
            guard let row = try SealedRow.first(of: identifiers, in: ClientRow.encrypted.table, batch.db),
                var client = try ClientRow.client(row, cipher), client.key.hasSameBytes(as: key)
            else {
                return nil
            }
            change(&client)
            for identifier in identifiers { try Self.remove(Data(identifier), batch.db) }
            try Self.insert(ClientRow.row(client, cipher), batch.db)
            return client
        }
    }

    /// Removes a client, whose requests are rejected from then on.
    ///
    /// - Parameter key: The consumer key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func remove(key: String) async throws {
        let identifiers = cipher.values(key, .client)
        try await writes.submit { batch in
            for identifier in identifiers { try Self.remove(identifier, batch.db) }
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
        let row = try await reads.submit { db in
            try SealedRow.first(of: identifiers, in: ClientRow.encrypted.table, db)
        }
        guard let row else {
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
        let rows = try await reads.submit { db in
            try Row.fetchAll(db, sql: "SELECT id, key, encrypted FROM oauth1_client").map { SealedRow($0) }
        }
        return try rows.compactMap { try ClientRow.client($0, cipher) }
    }

    private static func remove(_ identifier: Data, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM oauth1_client WHERE id = ?").execute(arguments: [identifier])
    }

    private static func insert(_ row: SealedRow, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO oauth1_client (id, key, encrypted) VALUES (?, ?, ?)")
            .execute(arguments: [Data(row.id), row.key, Data(row.encrypted)])
    }

    /// Encrypts a row with the current key.
    static func reseal(_ row: SealedRow, _ cipher: RowCipher, _ db: Database) throws {
        guard let client = try ClientRow.client(row, cipher) else { return }
        try remove(Data(row.id), db)
        try insert(ClientRow.row(client, cipher), db)
    }
}
#endif
