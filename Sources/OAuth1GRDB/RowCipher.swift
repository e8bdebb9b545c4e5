//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1

/// Encrypts the columns of rows, and computes what rows are found by.
struct RowCipher: Sendable {
    let keys: OAuth1DatabaseKeys

    /// The identifier of a row that is written now.
    func identifier(_ text: String, _ kind: RowKind) -> [UInt8] { keys.current.hash(text, kind) }

    /// The identifiers that a row may have, the current key's first.
    func identifiers(_ text: String, _ kind: RowKind) -> [Data] { keys.keys.map { Data($0.hash(text, kind)) } }

    /// Encrypts fields with the current key, bound to table, column and row.
    func seal(_ fields: StoredFields, _ column: Column, of row: [UInt8]) throws -> Data {
        Data(try keys.current.seal(fields.bytes, column.place(of: row)))
    }

    /// The fields of a column.
    ///
    /// - Throws: ``OAuth1GRDBError`` if the key is missing, or if the value was changed or moved.
    func open(_ encrypted: Data, key: Int64, _ column: Column, of row: Data) throws(OAuth1GRDBError) -> StoredFields {
        guard let key = keys.keys.first(where: { $0.identifier == key }) else {
            throw OAuth1GRDBError(
                .invalidKeys,
                "a row of the database was written with a key that is missing: add the previous key to the list of keys"
            )
        }
        guard let bytes = key.open(Array(encrypted), column.place(of: Array(row))) else {
            throw OAuth1GRDBError(
                .damaged,
                "a value in the table \(column.table) was changed or moved outside of this package: restore a backup"
            )
        }
        return StoredFields(bytes)
    }

    /// An encrypted column.
    struct Column: Sendable {
        let table: String
        let name: String

        /// What a value is bound to.
        fileprivate func place(of row: [UInt8]) -> [UInt8] { Array("\(table).\(name).".utf8) + row }
    }
}
#endif
