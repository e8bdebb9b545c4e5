//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1
import OAuth1Server

/// An access token as a row.
struct AccessTokenRow: Sendable {
    static let encrypted = RowCipher.Column(table: "oauth1_access_token", name: "encrypted")

    private let id: Data
    private let key: Int64
    private let user: Data
    private let expiresAt: Int64?
    private let encrypted: Data

    init(_ token: OAuth1IssuedAccessToken, _ cipher: RowCipher) throws {
        let identifier = cipher.identifier(token.token, .accessToken)
        id = Data(identifier)
        key = cipher.keys.current.identifier
        user = Data(cipher.identifier(token.userID, .user))
        expiresAt = token.expiresAt
        encrypted = try cipher.seal(token.storedFields, Self.encrypted, of: identifier)
    }

    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO oauth1_access_token (id, key, user, expires_at, encrypted) VALUES (?, ?, ?, ?, ?)"
        )
        .execute(arguments: [id, key, user, expiresAt, encrypted])
    }

    static func remove(_ identifier: Data, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM oauth1_access_token WHERE id = ?").execute(arguments: [identifier])
    }

    @discardableResult
    static func removeExpired(at now: Int64, atMost limit: Int, _ db: Database) throws -> Int {
        try SealedRow.removeExpired(from: encrypted.table, before: now - RequestTokenRow.grace, atMost: limit, db)
    }

    /// Encrypts a row with the current key.
    static func reseal(_ row: SealedRow, _ cipher: RowCipher, _ db: Database) throws {
        guard let token = OAuth1IssuedAccessToken(try row.fields(encrypted, cipher)) else { return }
        try remove(row.id, db)
        try AccessTokenRow(token, cipher).insert(db)
    }
}

extension OAuth1IssuedAccessToken {
    fileprivate var storedFields: StoredFields {
        var fields = StoredFields()
        fields.set("token", token)
        fields.set("secret", secret.reveal())
        fields.set("client", clientKey)
        fields.set("user", userID)
        fields.set("issued_at", issuedAt)
        fields.set("expires_at", expiresAt)
        fields.set("parameters", parameters)
        return fields
    }

    init?(_ fields: StoredFields) {
        guard let token = fields.text("token"), let secret = fields.text("secret"),
            let clientKey = fields.text("client"), let userID = fields.text("user"),
            let issuedAt = fields.number("issued_at")
        else {
            return nil
        }
        self.init(
            token: token,
            secret: OAuth1Secret(secret),
            clientKey: clientKey,
            userID: userID,
            issuedAt: issuedAt,
            expiresAt: fields.number("expires_at"),
            parameters: fields.parameters("parameters")
        )
    }
}
#endif
