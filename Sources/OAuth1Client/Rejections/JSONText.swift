//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Reads JSON that a service sent, in one pass and without building the whole document.
///
/// Foundation's decoder takes almost a microsecond for each byte of what is not of the wanted shape.
struct JSONText {
    /// The value at a path.
    enum Found: Equatable {
        /// A text.
        case text(String)
        /// A number, `true` or `false`, as it is written.
        case literal(String)
        /// `null`.
        case null
        /// An object or a list.
        case other

        /// A text, a number or a boolean as text.
        var scalar: String? {
            switch self {
            case .text(let text), .literal(let text): text
            case .null, .other: nil
            }
        }
    }

    private static let maximumDepth = 64

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    private struct Malformed: Error {}

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The members of an object that are texts, numbers or booleans, or `nil` if the text is not an object.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - isCut: Whether the text may end early: the values read until then are the result.
    /// - Returns: The members in their order.
    static func members(of bytes: ArraySlice<UInt8>, isCut: Bool = false) -> OAuth1Parameters? {
        var reader = JSONText(bytes)
        var members: OAuth1Parameters = []
        do {
            reader.skipSpace()
            try reader.readObject(depth: 0) { reader, name in
                guard let text = try reader.readValue(depth: 1).scalar else { return }
                guard members.count < ReadingLimits.members else { throw Malformed() }
                members.append(OAuth1Parameter(String(decoding: name, as: UTF8.self), text))
            }
            reader.skipSpace()
            guard reader.position == bytes.endIndex || isCut else { return nil }
        } catch {
            return isCut ? members : nil
        }
        return members
    }

    /// The value at a path of names, and of numbers for the elements of lists, or `nil` if there is none.
    ///
    /// - Parameters:
    ///   - path: The path, as in `["errors", "0", "message"]`.
    ///   - bytes: The text.
    /// - Returns: The value there.
    static func value(at path: some Sequence<some StringProtocol>, in bytes: ArraySlice<UInt8>) -> Found? {
        var reader = JSONText(bytes)
        return try? reader.find(path.map { Array($0.utf8) }[...])
    }

    private mutating func find(_ path: ArraySlice<[UInt8]>) throws -> Found {
        skipSpace()
        guard let name = path.first else { return try readValue(depth: path.startIndex) }
        guard path.startIndex < JSONText.maximumDepth else { throw Malformed() }
        if peek == UInt8(ascii: "[") {
            position += 1
            guard var index = Int(String(decoding: name, as: UTF8.self)), index >= 0 else { throw Malformed() }
            while index > 0 {
                skipSpace()
                _ = try readValue(depth: path.startIndex)
                skipSpace()
                guard take(UInt8(ascii: ",")) else { throw Malformed() }
                index -= 1
            }
            skipSpace()
            guard peek != UInt8(ascii: "]") else { throw Malformed() }
            return try find(path.dropFirst())
        }
        var found: Found?
        try readObject(depth: path.startIndex) { reader, member in
            guard found == nil else { return }
            if member == name {
                found = try reader.find(path.dropFirst())
                // Nothing after it matters.
                reader.position = reader.bytes.endIndex
            } else {
                _ = try reader.readValue(depth: path.startIndex + 1)
            }
        } isFinished: {
            found != nil
        }
        guard let found else { throw Malformed() }
        return found
    }

    // MARK: The grammar (RFC 8259)

    private mutating func readObject(
        depth: Int,
        _ member: (inout JSONText, [UInt8]) throws -> Void,
        isFinished: () -> Bool = { false }
    ) throws {
        guard depth < JSONText.maximumDepth, take(UInt8(ascii: "{")) else { throw Malformed() }
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        while true {
            skipSpace()
            let name = try readText()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw Malformed() }
            skipSpace()
            try member(&self, name)
            if isFinished() { return }
            skipSpace()
            if take(UInt8(ascii: "}")) { return }
            guard take(UInt8(ascii: ",")) else { throw Malformed() }
        }
    }

    private mutating func readValue(depth: Int) throws -> Found {
        switch peek {
        case UInt8(ascii: "\""):
            return .text(String(decoding: try readText(), as: UTF8.self))
        case UInt8(ascii: "{"):
            try readObject(depth: depth) { reader, _ in _ = try reader.readValue(depth: depth + 1) }
            return .other
        case UInt8(ascii: "["):
            guard depth < JSONText.maximumDepth else { throw Malformed() }
            position += 1
            skipSpace()
            if take(UInt8(ascii: "]")) { return .other }
            while true {
                skipSpace()
                _ = try readValue(depth: depth + 1)
                skipSpace()
                if take(UInt8(ascii: "]")) { return .other }
                guard take(UInt8(ascii: ",")) else { throw Malformed() }
            }
        default:
            return try readLiteral()
        }
    }

    private mutating func readLiteral() throws -> Found {
        let start = position
        while let byte = peek, byte.isASCIILetter || byte.isASCIIDigit || [0x2B, 0x2D, 0x2E].contains(byte) {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true", "false": return .literal(text)
        default:
            guard let first = text.utf8.first, first.isASCIIDigit || first == UInt8(ascii: "-"), Double(text) != nil
            else { throw Malformed() }
            return .literal(text)
        }
    }

    private mutating func readText() throws -> [UInt8] {
        guard take(UInt8(ascii: "\"")) else { throw Malformed() }
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw Malformed() }
            position += 1
        }
        var text = Array(bytes[start..<position])
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): try readEscape(into: &text)
            case 0..<0x20: throw Malformed()
            default: text.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func readEscape(into text: inout [UInt8]) throws {
        guard let byte = peek else { throw Malformed() }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try readUnit()]
            if UTF16.isLeadSurrogate(units[0]), take(UInt8(ascii: "\\")) {
                guard take(UInt8(ascii: "u")) else { throw Malformed() }
                units.append(try readUnit())
            }
            text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        default: throw Malformed()
        }
    }

    private mutating func readUnit() throws -> UInt16 {
        guard position + 4 <= bytes.endIndex,
            let unit = UInt16(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw Malformed() }
        position += 4
        return unit
    }

    private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte.isASCIISpace { position += 1 }
    }
}
