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

/// A request token as a row, with the user's decision in a separate column.
struct RequestTokenRow: Sendable {
    static let encrypted = RowCipher.Column(table: "oauth1_request_token", name: "encrypted")
    static let decision = RowCipher.Column(table: "oauth1_request_token", name: "encrypted_decision")

    /// How long expired tokens are kept, in seconds, so that their clients learn why they are rejected.
    static let grace: Int64 = 3_600

    private let id: Data
    private let key: Int64
    private let client: Data
    private let expiresAt: Int64
    private var verifications = 0
    private let encrypted: Data
    private var decisionKey: Int64?
    private var sealedDecision: Data?

    init(_ token: OAuth1IssuedRequestToken, _ cipher: RowCipher) throws {
        let identifier = cipher.identifier(token.token, .requestToken)
        id = Data(identifier)
        key = cipher.keys.current.identifier
        client = Data(cipher.identifier(token.clientKey, .client))
        expiresAt = token.expiresAt
        encrypted = try cipher.seal(token.storedFields, Self.encrypted, of: identifier)
        guard let decision = token.storedDecision else { return }
        decisionKey = key
        sealedDecision = try cipher.seal(decision, Self.decision, of: identifier)
    }

    private init(_ row: Row) {
        (id, key, client, expiresAt) = (row[0], row[1], row[2], row[3])
        (verifications, encrypted, decisionKey, sealedDecision) = (row[4], row[5], row[6], row[7])
    }

    /// The request token.
    func token(_ cipher: RowCipher) throws -> OAuth1IssuedRequestToken? {
        let fields = try cipher.open(encrypted, key: key, Self.encrypted, of: id)
        var decision: StoredFields?
        if let sealedDecision, let decisionKey {
            decision = try cipher.open(sealedDecision, key: decisionKey, Self.decision, of: id)
        }
        return OAuth1IssuedRequestToken(fields, decision)
    }

    static func first(of identifiers: [Data], _ db: Database) throws -> RequestTokenRow? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, key, client, expires_at, verifications, encrypted, decision_key, encrypted_decision
                FROM oauth1_request_token WHERE id = ?
                """
        )
        for identifier in identifiers {
            if let row = try Row.fetchOne(statement, arguments: [identifier]) { return RequestTokenRow(row) }
        }
        return nil
    }

    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO oauth1_request_token
                (id, key, client, expires_at, verifications, encrypted, decision_key, encrypted_decision)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        .execute(arguments: [id, key, client, expiresAt, verifications, encrypted, decisionKey, sealedDecision])
    }

    /// Counts the valid request tokens of a client, up to a limit.
    static func count(ofClient client: Data, at now: Int64, atMost limit: Int, _ db: Database) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*) FROM
                (SELECT 1 FROM oauth1_request_token WHERE client = ? AND expires_at >= ? LIMIT ?)
                """
        )
        return try Int.fetchOne(statement, arguments: [client, now, limit]) ?? 0
    }

    static func decide(_ identifier: Data, _ key: Int64, _ encrypted: Data, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE oauth1_request_token SET decision_key = ?, encrypted_decision = ?
                WHERE id = ? AND encrypted_decision IS NULL
                """
        )
        .execute(arguments: [key, encrypted, identifier])
        return db.changesCount == 1
    }

    static func countVerification(_ identifier: Data, _ db: Database) throws -> Int? {
        try db.cachedStatement(
            sql: "UPDATE oauth1_request_token SET verifications = verifications + 1 WHERE id = ?"
        )
        .execute(arguments: [identifier])
        guard db.changesCount == 1 else { return nil }
        return try Int.fetchOne(
            try db.cachedStatement(sql: "SELECT verifications FROM oauth1_request_token WHERE id = ?"),
            arguments: [identifier]
        )
    }

    static func remove(_ identifier: Data, _ db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM oauth1_request_token WHERE id = ?").execute(arguments: [identifier])
        return db.changesCount == 1
    }

    @discardableResult
    static func removeExpired(at now: Int64, atMost limit: Int, _ db: Database) throws -> Int {
        try SealedRow.removeExpired(from: encrypted.table, before: now - grace, atMost: limit, db)
    }

    /// Encrypts a row with the current key.
    static func reseal(_ id: Data, _ cipher: RowCipher, _ db: Database) throws {
        guard let row = try first(of: [id], db), let token = try row.token(cipher) else { return }
        var new = try RequestTokenRow(token, cipher)
        new.verifications = row.verifications
        _ = try remove(id, db)
        try new.insert(db)
    }
}

extension OAuth1IssuedRequestToken {
    fileprivate var storedFields: StoredFields {
        var fields = StoredFields()
        fields.set("token", token)
        fields.set("secret", secret.reveal())
        fields.set("client", clientKey)
        fields.set("callback", callback)
        fields.set("issued_at", issuedAt)
        fields.set("expires_at", expiresAt)
        fields.set("parameters", parameters)
        return fields
    }

    fileprivate var storedDecision: StoredFields? {
        guard authorization != nil || deniedBy != nil else { return nil }
        var fields = StoredFields()
        if let authorization { fields.set(authorization) }
        fields.set("denied_by", deniedBy)
        return fields
    }

    fileprivate init?(_ fields: StoredFields, _ decision: StoredFields?) {
        guard let token = fields.text("token"), let secret = fields.text("secret"),
            let clientKey = fields.text("client"), let callback = fields.text("callback"),
            let issuedAt = fields.number("issued_at"), let expiresAt = fields.number("expires_at")
        else {
            return nil
        }
        self.init(
            token: token,
            secret: OAuth1Secret(secret),
            clientKey: clientKey,
            callback: callback,
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            authorization: decision.flatMap { $0.authorization },
            deniedBy: decision?.text("denied_by"),
            parameters: fields.parameters("parameters")
        )
    }
}

extension StoredFields {
    /// Adds a user's authorization.
    mutating func set(_ authorization: OAuth1IssuedRequestToken.Authorization) {
        set("user", authorization.userID)
        set("verifier", authorization.verifier.reveal())
        set("fields", authorization.fields)
    }

    /// The user's authorization.
    fileprivate var authorization: OAuth1IssuedRequestToken.Authorization? {
        guard let userID = text("user"), let verifier = text("verifier") else { return nil }
        return OAuth1IssuedRequestToken.Authorization(
            userID: userID,
            verifier: OAuth1Secret(verifier),
            fields: parameters("fields")
        )
    }
}
#endif
