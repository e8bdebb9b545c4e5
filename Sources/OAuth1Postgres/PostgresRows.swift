//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import CPostgreSQL

/// The result of a statement, in PostgreSQL's binary format.
final class PostgresRows {
    private let result: OpaquePointer

    /// Takes over a result.
    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit { PQclear(result) }

    /// How many rows there are.
    var count: Int { Int(PQntuples(result)) }

    /// How many rows a statement changed.
    var changedCount: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The bytes of a value, or `nil` for null.
    func bytes(_ row: Int, _ column: CInt) -> [UInt8]? {
        guard PQgetisnull(result, CInt(row), column) == 0, let value = PQgetvalue(result, CInt(row), column) else {
            return nil
        }
        return Array(UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, CInt(row), column))))
    }

    /// An integer of any size, or a Boolean, or `nil` for null.
    func int(_ row: Int, _ column: CInt) -> Int64? {
        guard let bytes = bytes(row, column), let first = bytes.first, bytes.count <= 8 else { return nil }
        let start: Int64 = first & 0x80 != 0 && bytes.count > 1 ? -1 : 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }

    /// The number in the first column of the first row.
    var first: Int64? { count > 0 ? int(0, 0) : nil }

    /// A text, or `nil` for null.
    func text(_ row: Int, _ column: CInt) -> String? { bytes(row, column).map { String(decoding: $0, as: UTF8.self) } }
}
#endif
