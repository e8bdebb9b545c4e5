//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A request token as a row, with the user's decision in a separate column.
package struct RequestTokenRow: Sendable {
    /// The encrypted column.
    package static let encrypted = RowCipher.Column(table: "oauth1_request_token", name: "encrypted")
    /// The encrypted column of the user's decision.
    package static let decision = RowCipher.Column(table: "oauth1_request_token", name: "encrypted_decision")

    /// How long expired tokens are kept, in seconds, so that their clients learn why they are rejected.
    package static let grace: Int64 = 3_600

    /// What the row is found by: a keyed hash.
    package let id: [UInt8]
    /// The key that encrypted it.
    package let key: Int64
    /// What the rows of a client are found by.
    package let client: [UInt8]
    /// The last second in which the token is valid.
    package let expiresAt: Int64
    /// How many verifiers were shown.
    package var verifications: Int64 = 0
    /// The encrypted fields.
    package let encrypted: [UInt8]
    /// The key that encrypted the decision.
    package let decisionKey: Int64?
    /// The encrypted decision, if the user decided.
    package let sealedDecision: [UInt8]?

    /// Encrypts a token with the current key.
    package init(_ token: OAuth1IssuedRequestToken, _ cipher: RowCipher) throws {
        let identifier = cipher.identifier(token.token, .requestToken)
        id = identifier
        key = cipher.keys.current.identifier
        client = cipher.identifier(token.clientKey, .client)
        expiresAt = token.expiresAt
        encrypted = try cipher.seal(token.storedFields, Self.encrypted, of: identifier)
        let decision = token.storedDecision
        decisionKey = decision == nil ? nil : key
        sealedDecision = try decision.map { try cipher.seal($0, Self.decision, of: identifier) }
    }

    /// Creates a row from its columns.
    package init(
        id: [UInt8],
        key: Int64,
        client: [UInt8],
        expiresAt: Int64,
        verifications: Int64,
        encrypted: [UInt8],
        decisionKey: Int64?,
        sealedDecision: [UInt8]?
    ) {
        self.id = id
        self.key = key
        self.client = client
        self.expiresAt = expiresAt
        self.verifications = verifications
        self.encrypted = encrypted
        self.decisionKey = decisionKey
        self.sealedDecision = sealedDecision
    }

    /// The request token.
    package func token(_ cipher: RowCipher) throws -> OAuth1IssuedRequestToken? {
        let fields = try cipher.open(encrypted, key: key, Self.encrypted, of: id)
        var decision: StoredFields?
        if let sealedDecision, let decisionKey {
            decision = try cipher.open(sealedDecision, key: decisionKey, Self.decision, of: id)
        }
        return OAuth1IssuedRequestToken(fields, decision)
    }
}

extension StoredFields {
    /// The decision of a user who authorized a request token.
    package init(authorization: OAuth1IssuedRequestToken.Authorization) {
        self.init()
        set(authorization)
    }

    /// The decision of a user who denied a request token.
    package init(deniedBy userID: String) {
        self.init()
        set("denied_by", userID)
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
        fields.set(access)
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
            parameters: fields.parameters("parameters"),
            access: fields.access
        )
    }
}

extension StoredFields {
    /// Adds a user's authorization.
    fileprivate mutating func set(_ authorization: OAuth1IssuedRequestToken.Authorization) {
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
