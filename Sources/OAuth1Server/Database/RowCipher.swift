//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Encrypts the columns of rows, and computes what rows are found by.
package struct RowCipher: Sendable {
    package let keys: OAuth1DatabaseKeys

    /// Creates a cipher.
    package init(keys: OAuth1DatabaseKeys) {
        self.keys = keys
    }

    /// The identifier of a row that is written now.
    package func identifier(_ text: String, _ kind: RowKind) -> [UInt8] { keys.current.hash(text, kind) }

    /// The identifiers that a row may have, the current key's first.
    package func identifiers(_ text: String, _ kind: RowKind) -> [[UInt8]] { keys.keys.map { $0.hash(text, kind) } }

    /// Encrypts fields with the current key, bound to table, column and row.
    package func seal(_ fields: StoredFields, _ column: Column, of row: [UInt8]) throws -> [UInt8] {
        try keys.current.seal(fields.bytes, column.place(of: row))
    }

    /// The fields of a column.
    ///
    /// - Throws: ``OAuth1DatabaseError`` if the key is missing, or if the value was changed or moved.
    package func open(
        _ encrypted: [UInt8],
        key: Int64,
        _ column: Column,
        of row: [UInt8]
    ) throws(OAuth1DatabaseError) -> StoredFields {
        guard let bytes = try keys.key(key).open(encrypted, column.place(of: row)) else {
            throw OAuth1DatabaseError(
                .damaged,
                "a value in the table \(column.table) was changed or moved outside of this package: restore a backup"
            )
        }
        return StoredFields(bytes)
    }

    /// An encrypted column.
    package struct Column: Sendable {
        package let table: String
        package let name: String

        /// What a value is bound to.
        fileprivate func place(of row: [UInt8]) -> [UInt8] { Array("\(table).\(name).".utf8) + row }
    }
}
