//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
/// A parameter of a statement, sent in PostgreSQL's binary format.
enum PostgresValue: Sendable {
    case null
    case int(Int64)
    case bytes([UInt8])
    case text(String)
    case ints([Int64])
    case byteArrays([[UInt8]])
    /// 16 bytes each.
    case uuids([[UInt8]])

    static func optional(_ value: Int64?) -> PostgresValue { value.map { .int($0) } ?? .null }

    static func optional(_ value: [UInt8]?) -> PostgresValue { value.map { .bytes($0) } ?? .null }

    /// The bytes that are sent, or `nil` for null.
    var encoded: [UInt8]? {
        switch self {
        case .null: nil
        case .int(let value): Self.bigEndian(value)
        case .bytes(let bytes): bytes
        case .text(let text): Array(text.utf8)
        case .ints(let values): Self.array(ofType: 20, values.map { Self.bigEndian($0) })
        case .byteArrays(let values): Self.array(ofType: 17, values)
        case .uuids(let values): Self.array(ofType: 2_950, values)
        }
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// An array of one dimension: its header, then each element with its length.
    private static func array(ofType identifier: Int32, _ elements: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + elements.reduce(0) { $0 + 4 + $1.count })
        // Dimensions, whether there are nulls, the type of the elements, their count, and the index of the first.
        let header: [Int32] =
            elements.isEmpty ? [0, 0, identifier] : [1, 0, identifier, Int32(clamping: elements.count), 1]
        for number in header { bytes += bigEndian(number) }
        for element in elements {
            bytes += bigEndian(Int32(clamping: element.count))
            bytes += element
        }
        return bytes
    }
}
#endif
