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
public final class OAuth1GRDBClientStore: OAuth1ClientStore {
    static let encrypted = RowCipher.Column(table: "oauth1_client", name: "encrypted")

    private let writes: GroupCommit
    private let reads: GroupRead
    private let cipher: RowCipher

    init(writes: GroupCommit, reads: GroupRead, cipher: RowCipher) {
        self.writes = writes
        self.reads = reads
        self.cipher = cipher
    }

    /// Registers a client, in the place of one that has the same key.
    ///
    /// - Parameter client: The client.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func register(_ client: OAuth1RegisteredClient) async throws {
        let (cipher, fields) = (cipher, client.storedFields)
        let identifiers = cipher.identifiers(client.key, .client)
        try await writes.submit { batch in
            for identifier in identifiers { try Self.remove(identifier, batch.db) }
            try Self.insert(fields, client.key, cipher, batch.db)
        }
    }

    /// Removes a client, whose requests are rejected from then on.
    ///
    /// - Parameter key: The consumer key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func remove(key: String) async throws {
        let identifiers = cipher.identifiers(key, .client)
        try await writes.submit { batch in
            for identifier in identifiers { try Self.remove(identifier, batch.db) }
        }
    }

    /// Finds a client.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The client, or `nil` if there is none with that key.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or ``OAuth1GRDBError`` if the row can't be decrypted.
    public func client(forKey key: String) async throws -> OAuth1RegisteredClient? {
        let identifiers = cipher.identifiers(key, .client)
        let row = try await reads.submit { db in
            try SealedRow.first(of: identifiers, in: Self.encrypted.table, db)
        }
        guard let row, let client = try OAuth1RegisteredClient(row.fields(Self.encrypted, cipher)) else { return nil }
        return client.key.hasSameBytes(as: key) ? client : nil
    }

    /// All clients, in no order.
    ///
    /// - Returns: The clients, with their secrets.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or ``OAuth1GRDBError`` if a row can't be decrypted.
    public func allClients() async throws -> [OAuth1RegisteredClient] {
        let rows = try await reads.submit { db in
            try Row.fetchAll(db, sql: "SELECT id, key, encrypted FROM oauth1_client").map { SealedRow($0) }
        }
        return try rows.compactMap { try OAuth1RegisteredClient($0.fields(Self.encrypted, cipher)) }
    }

    private static func remove(_ identifier: Data, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM oauth1_client WHERE id = ?").execute(arguments: [identifier])
    }

    private static func insert(_ fields: StoredFields, _ key: String, _ cipher: RowCipher, _ db: Database) throws {
        let identifier = cipher.identifier(key, .client)
        try db.cachedStatement(sql: "INSERT INTO oauth1_client (id, key, encrypted) VALUES (?, ?, ?)")
            .execute(arguments: [
                Data(identifier), cipher.keys.current.identifier, try cipher.seal(fields, encrypted, of: identifier),
            ])
    }

    /// Encrypts a row with the current key.
    static func reseal(_ row: SealedRow, _ cipher: RowCipher, _ db: Database) throws {
        let fields = try row.fields(encrypted, cipher)
        try remove(row.id, db)
        try insert(fields, fields.text("key") ?? "", cipher, db)
    }
}

extension OAuth1RegisteredClient {
    fileprivate var storedFields: StoredFields {
        var fields = StoredFields()
        fields.set("key", key)
        fields.set("secret", credentials.secret.reveal())
        fields.set("name", displayName)
        for callback in callbacks { fields.set("callback", callback) }
        fields.set("matching", Int64(callbackMatching.rawValue))
        fields.set("oob", allowsOutOfBand ? "1" : "0")
        fields.set("public_key", rsaPublicKey?.pem)
        if let signatureMethods {
            fields.set("methods", "limited")
            for method in signatureMethods.map(\.rawValue).sorted() { fields.set("method", method) }
        }
        return fields
    }

    fileprivate init?(_ fields: StoredFields) throws {
        guard let key = fields.text("key"), let secret = fields.text("secret") else { return nil }
        let methods = fields.values("method").map { OAuth1SignatureMethod.Name(rawValue: $0) }
        self.init(
            credentials: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
            displayName: fields.text("name"),
            callbacks: fields.values("callback"),
            callbackMatching: OAuth1CallbackMatching(rawValue: UInt8(fields.number("matching") ?? 0)),
            allowsOutOfBand: fields.text("oob") == "1",
            // The size was checked when the client was registered.
            rsaPublicKey: try fields.text("public_key").map { try OAuth1RSAPublicKey(pem: $0, minimumBits: 0) },
            signatureMethods: fields.text("methods") == nil ? nil : Set(methods)
        )
    }
}
#endif
