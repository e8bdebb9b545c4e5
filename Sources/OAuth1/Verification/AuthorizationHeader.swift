//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Reads the value of an Authorization header (RFC 5849 section 3.5.1).
///
/// Tolerant where the meaning is clear: any case of the scheme, whitespace and folded lines around `=` and `,`,
/// values without quotes, commas with nothing between them. An ambiguous header is an error.
struct AuthorizationHeader {
    private var index: Int

    /// Returns whether a header value has the scheme `OAuth`, in whatever case.
    static func isOAuth(_ value: String) -> Bool {
        withBytes(of: value) { parametersStart(in: $0) != nil }
    }

    /// Where the parameters start, or `nil` if the scheme is another one.
    @inline(__always)
    private static func parametersStart(in text: Span<UInt8>) -> Int? {
        var start = 0
        while start < text.count, isSpace(text[start]) { start &+= 1 }
        let end = start &+ 5
        guard end <= text.count, text.isEqual(start..<end, ignoringCase: "oauth") else { return nil }
        guard end < text.count else { return end }
        return isSpace(text[end]) ? end : nil
    }

    /// Line breaks count as whitespace, because folded header lines contain them.
    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    @inline(__always)
    private static func endsName(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
    }

    /// Starts to read a header value, or returns `nil` if its scheme is another one.
    @inline(__always)
    init?(_ text: Span<UInt8>) {
        guard let start = AuthorizationHeader.parametersStart(in: text) else { return nil }
        index = start
    }

    /// The places of the next name and value, or `nil` at the end; quotes are not part of a value.
    @inline(__always)
    mutating func next(in text: Span<UInt8>) throws(OAuth1Error) -> EncodedPair? {
        AuthorizationHeader.skip(in: text, &index, alsoCommas: true)
        guard index < text.count else { return nil }
        let pair = try AuthorizationHeader.pair(in: text, &index)
        AuthorizationHeader.skip(in: text, &index, alsoCommas: false)
        guard index == text.count || text[index] == UInt8(ascii: ",") else {
            throw AuthorizationHeader.malformed("no comma between two parameters")
        }
        return pair
    }

    @inline(__always)
    private static func skip(in text: Span<UInt8>, _ index: inout Int, alsoCommas: Bool) {
        while index < text.count, isSpace(text[index]) || (alsoCommas && text[index] == UInt8(ascii: ",")) {
            index &+= 1
        }
    }

    @inline(__always)
    private static func pair(in text: Span<UInt8>, _ index: inout Int) throws(OAuth1Error) -> EncodedPair {
        let nameStart = index
        let parameter = parameter(in: text, at: index)
        let unreservedEnd =
            parameter.map { nameStart &+ $0.nameCount } ?? text.endOfUnreserved(from: index, before: text.count)
        index = unreservedEnd
        while index < text.count, !endsName(text[index]) { index &+= 1 }
        let name = nameStart..<index
        skip(in: text, &index, alsoCommas: false)
        guard index < text.count, text[index] == UInt8(ascii: "="), !name.isEmpty else {
            throw malformed("a parameter without a name or equals sign")
        }
        index &+= 1
        skip(in: text, &index, alsoCommas: false)
        guard index < text.count, text[index] == UInt8(ascii: "\"") else {
            let start = index
            while index < text.count, !isSpace(text[index]), text[index] != UInt8(ascii: ",") {
                guard text[index] != UInt8(ascii: "\"") else {
                    throw malformed("a quote inside an unquoted value")
                }
                index &+= 1
            }
            return EncodedPair(name: name, value: start..<index, parameter: parameter)
        }
        let start = index &+ 1
        let valueEnd = text.endOfUnreserved(from: start, before: text.count)
        if valueEnd < text.count, text[valueEnd] == UInt8(ascii: "\"") {
            index = valueEnd &+ 1
            return EncodedPair(
                name: name,
                value: start..<valueEnd,
                isUnreserved: name.upperBound == unreservedEnd,
                parameter: parameter
            )
        }
        index = text.firstIndex(of: UInt8(ascii: "\""), in: valueEnd..<text.count)
        if text.firstIndex(of: UInt8(ascii: "\\"), in: valueEnd..<index) < index {
            // That quote may be an escaped one.
            index = valueEnd
            while index < text.count, text[index] != UInt8(ascii: "\"") {
                index &+= text[index] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        guard index < text.count else {
            throw malformed("a value without its closing quote")
        }
        defer { index &+= 1 }
        return EncodedPair(name: name, value: start..<index, parameter: parameter)
    }

    /// The protocol parameter whose name is at `index`, with the equals sign after it, as nearly all are written.
    @inline(__always)
    private static func parameter(in text: Span<UInt8>, at index: Int) -> ProtocolParameter? {
        guard let parameter = ProtocolParameter(startOf: text.extracting(index...)) else { return nil }
        let end = index &+ parameter.nameCount
        return end < text.count && text[end] == UInt8(ascii: "=") ? parameter : nil
    }

    private static func malformed(_ what: String) -> OAuth1Error {
        OAuth1Error(.malformedHeader, "the Authorization header has \(what)")
    }

    /// The text of a quoted string without its backslashes, for the realm.
    static func unquoted(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if text[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound { index += 1 }
            bytes.append(text[index])
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
