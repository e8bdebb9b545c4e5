//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The position and the kind of each value of a JSON text, which a decoder does not report.
///
/// Reads the whole grammar, so that a text that is no JSON is rejected with the line on which it stops being it.
struct JSONMap {
    /// A value.
    struct Place: Hashable {
        /// Its line, counted from 1.
        var line: Int
        /// Its kind, for errors.
        var kind: String
    }

    /// The values by their paths.
    private(set) var places: [String: Place] = [:]
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private static let maximumDepth = 16

    /// Reads a text.
    ///
    /// - Throws: ``OAuth1ServiceError``.
    init(_ bytes: [UInt8]) throws(OAuth1ServiceError) {
        self.bytes = bytes
        skipSpace()
        try readValue("", depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure("", "the end of the text") }
    }

    /// The place of a field, or of the nearest thing that it would be in.
    func place(of field: String) -> Place? {
        var field = field
        while true {
            if let place = places[field] { return place }
            guard let end = field.lastIndex(where: { $0 == "." || $0 == "[" }) else { return places[""] }
            field = String(field[..<end])
        }
    }

    private mutating func readValue(_ path: String, depth: Int) throws(OAuth1ServiceError) {
        guard depth <= JSONMap.maximumDepth else {
            throw OAuth1ServiceError(
                field: path,
                line: line,
                expected: "at most \(JSONMap.maximumDepth) nested objects and lists",
                found: "more"
            )
        }
        let start = line
        let kind: String
        switch peek {
        case UInt8(ascii: "{"):
            kind = "an object"
            try readObject(path, depth: depth)
        case UInt8(ascii: "["):
            kind = "a list"
            try readList(path, depth: depth)
        case UInt8(ascii: "\""):
            kind = FieldPath.quoted(try readText(path))
        default:
            kind = try readLiteral(path)
        }
        places[path] = Place(line: start, kind: kind)
    }

    private mutating func readObject(_ path: String, depth: Int) throws(OAuth1ServiceError) {
        position += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        while true {
            guard peek == UInt8(ascii: "\"") else { throw failure(path, "the name of a field in quotes") }
            let name = try readText(path)
            // Each place in a field remembers its path: a long name would be there as often.
            guard name.utf8.count <= 128 else { throw failure(path, "names of up to 128 bytes") }
            let field = FieldPath.joined(path, name)
            guard places[field] == nil else {
                throw OAuth1ServiceError(field: field, line: line, expected: "the field once", found: "a duplicate")
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw failure(field, "a colon") }
            skipSpace()
            try readValue(field, depth: depth + 1)
            skipSpace()
            if take(UInt8(ascii: "}")) { return }
            guard take(UInt8(ascii: ",")) else { throw failure(path, "a comma or the end of the object") }
            skipSpace()
        }
    }

    private mutating func readList(_ path: String, depth: Int) throws(OAuth1ServiceError) {
        position += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return }
        var index = 0
        while true {
            try readValue("\(path)[\(index)]", depth: depth + 1)
            index += 1
            skipSpace()
            if take(UInt8(ascii: "]")) { return }
            guard take(UInt8(ascii: ",")) else { throw failure(path, "a comma or the end of the list") }
            skipSpace()
        }
    }

    /// Reads a text in quotes; its escapes stay, as only names without any are compared.
    private mutating func readText(_ path: String) throws(OAuth1ServiceError) -> String {
        position += 1
        let start = position
        while let byte = peek, byte >= 0x20 {
            if byte == UInt8(ascii: "\"") {
                position += 1
                return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
            }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        throw failure(path, "a closing quote")
    }

    private mutating func readLiteral(_ path: String) throws(OAuth1ServiceError) -> String {
        let start = position
        while let byte = peek, JSONMap.isLiteral(byte) { position += 1 }
        switch String(decoding: bytes[start..<position], as: UTF8.self) {
        case "true": return "true"
        case "false": return "false"
        case "null": return "null"
        case let text where !text.isEmpty && text.utf8.first.map(JSONMap.beginsNumber) == true:
            return "the number \(text.prefix(20))"
        default:
            position = start
            throw failure(path, "a value")
        }
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func beginsNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private func failure(_ path: String, _ expected: String) -> OAuth1ServiceError {
        let rest = bytes[min(position, bytes.count)...].prefix(12)
        return OAuth1ServiceError(
            field: path,
            line: line,
            expected: expected,
            found: rest.isEmpty ? "the end of the text" : FieldPath.quoted(String(decoding: rest, as: UTF8.self))
        )
    }
}
