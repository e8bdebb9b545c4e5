//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A registered client as a row.
package enum ClientRow {
    /// The encrypted column.
    package static let encrypted = RowCipher.Column(table: "oauth1_client", name: "encrypted")

    /// The row of a client, encrypted with the current key.
    package static func row(_ client: OAuth1RegisteredClient, _ cipher: RowCipher) throws -> SealedRow {
        let identifier = cipher.identifier(client.key, .client)
        return SealedRow(
            id: identifier,
            key: cipher.keys.current.identifier,
            encrypted: try cipher.seal(client.storedFields, encrypted, of: identifier)
        )
    }

    /// The client of a row.
    package static func client(_ row: SealedRow, _ cipher: RowCipher) throws -> OAuth1RegisteredClient? {
        try OAuth1RegisteredClient(row.fields(encrypted, cipher))
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
        if let allowedAccess {
            fields.set("access", "limited")
            fields.set(allowedAccess)
        }
        for scope in accessWithoutToken.scopes { fields.set("own_scope", scope) }
        for realm in accessWithoutToken.realms { fields.set("own_realm", realm) }
        fields.set("renewal", allowsRenewal ? "1" : "0")
        fields.set("xauth", allowsXAuth ? "1" : "0")
        if let previousSecret {
            fields.set("previous_secret", previousSecret.secret.reveal())
            fields.set("previous_until", previousSecret.validUntil)
        }
        if isDisabled { fields.set("disabled", "1") }
        return fields
    }

    fileprivate init?(_ fields: StoredFields) throws {
        guard let key = fields.text("key"), let secret = fields.text("secret") else { return nil }
        var previousSecret: OAuth1PreviousSecret?
        if let secret = fields.text("previous_secret"), let end = fields.number("previous_until") {
            previousSecret = OAuth1PreviousSecret(OAuth1Secret(secret), validUntil: end)
        }
        let methods = fields.values("method").map { OAuth1SignatureMethod.Name(rawValue: $0) }
        self.init(
            credentials: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
            displayName: fields.text("name"),
            callbacks: fields.values("callback"),
            callbackMatching: OAuth1CallbackMatching(rawValue: UInt8(fields.number("matching") ?? 0)),
            allowsOutOfBand: fields.text("oob") == "1",
            // The size was checked when the client was registered.
            rsaPublicKey: try fields.text("public_key").map { try OAuth1RSAPublicKey(pem: $0, minimumBits: 0) },
            signatureMethods: fields.text("methods") == nil ? nil : Set(methods),
            allowedAccess: fields.text("access") == nil ? nil : fields.access,
            accessWithoutToken: OAuth1Access(scopes: fields.values("own_scope"), realms: fields.values("own_realm")),
            allowsRenewal: fields.text("renewal") == "1",
            allowsXAuth: fields.text("xauth") == "1",
            previousSecret: previousSecret,
            isDisabled: fields.text("disabled") == "1"
        )
    }
}
