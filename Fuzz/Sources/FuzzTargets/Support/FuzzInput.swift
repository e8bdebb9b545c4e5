//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Reads an input piece by piece: one byte for each choice, one line for each text, so that seeds are readable.
///
/// What is missing is 0 or empty, so every input is valid.
struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Whether nothing is left.
    var isEmpty: Bool { rest.isEmpty }

    /// The next byte.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// One of some values; the letter `a` (or a zero) chooses the first, `b` the second.
    mutating func choice<Value>(_ values: [Value]) -> Value {
        let byte = byte()
        let number = byte >= UInt8(ascii: "a") ? Int(byte - UInt8(ascii: "a")) : Int(byte)
        return values[number % values.count]
    }

    /// `a` is no, `b` is yes.
    mutating func flag() -> Bool { choice([false, true]) }

    /// The bytes up to the end of the line.
    mutating func line() -> [UInt8] {
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
        defer { rest = rest[end...].dropFirst() }
        return Array(rest[..<end])
    }

    /// The text up to the end of the line; bytes that are not UTF-8 are replaced.
    mutating func text() -> String { String(decoding: line(), as: UTF8.self) }

    /// All bytes that are left.
    mutating func remaining() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }

    /// All that is left as text.
    mutating func remainingText() -> String { String(decoding: remaining(), as: UTF8.self) }
}
