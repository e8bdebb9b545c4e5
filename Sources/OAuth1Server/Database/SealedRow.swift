//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// An encrypted row, to be decrypted outside of the database's queue.
package struct SealedRow: Sendable {
    /// What the row is found by: a keyed hash.
    package let id: [UInt8]
    /// The key that encrypted it.
    package let key: Int64
    /// The encrypted fields.
    package let encrypted: [UInt8]

    /// Creates a row from its columns.
    package init(id: [UInt8], key: Int64, encrypted: [UInt8]) {
        self.id = id
        self.key = key
        self.encrypted = encrypted
    }

    /// The fields of the row.
    package func fields(_ column: RowCipher.Column, _ cipher: RowCipher) throws(OAuth1DatabaseError) -> StoredFields {
        try cipher.open(encrypted, key: key, column, of: id)
    }
}
