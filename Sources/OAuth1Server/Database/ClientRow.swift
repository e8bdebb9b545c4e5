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
