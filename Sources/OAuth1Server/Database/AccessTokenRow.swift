//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// An access token as a row.
package struct AccessTokenRow: Sendable {
    /// The encrypted column.
    package static let encrypted = RowCipher.Column(table: "oauth1_access_token", name: "encrypted")

    /// What the row is found by: a keyed hash.
    package let id: [UInt8]
    /// The key that encrypted it.
    package let key: Int64
    /// What the rows of a user are found by.
    package let user: [UInt8]
    /// The last second in which the token is valid or can be refreshed.
    package let expiresAt: Int64?
    /// The encrypted fields.
    package let encrypted: [UInt8]

    /// Encrypts a token with the current key.
    package init(_ token: OAuth1IssuedAccessToken, _ cipher: RowCipher) throws {
        id = cipher.identifier(token.token, .accessToken)
        key = cipher.keys.current.identifier
        user = cipher.identifier(token.userID, .user)
        expiresAt = token.endsAt
        encrypted = try cipher.seal(token.storedFields, Self.encrypted, of: id)
    }

    /// What a row contains.
    package enum Content: Sendable {
        /// An access token.
        case token(OAuth1IssuedAccessToken)
        /// Something that this package did not write, which is worth nothing.
        case damaged
    }

    /// What a row contains.
    ///
    /// - Throws: ``OAuth1DatabaseError`` if the key is missing, with which it could be read.
    package static func content(of row: SealedRow, _ cipher: RowCipher) throws -> Content {
        do {
            return try token(row, cipher).map { Content.token($0) } ?? .damaged
        } catch let error as OAuth1DatabaseError where error.code == .damaged {
            return .damaged
        }
    }

    /// The access token of a row.
    package static func token(_ row: SealedRow, _ cipher: RowCipher) throws -> OAuth1IssuedAccessToken? {
        OAuth1IssuedAccessToken(try row.fields(encrypted, cipher))
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
        fields.set(access)
        fields.set("session_handle", session?.handle.reveal())
        fields.set("session_expires_at", session?.expiresAt)
        fields.set("session_id", session?.identifier)
        return fields
    }

    fileprivate init?(_ fields: StoredFields) {
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
            parameters: fields.parameters("parameters"),
            access: fields.access,
            session: fields.text("session_handle")
                .map {
                    Session(
                        handle: OAuth1Secret($0),
                        expiresAt: fields.number("session_expires_at"),
                        identifier: fields.text("session_id")
                    )
                }
        )
    }
}
