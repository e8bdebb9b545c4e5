//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What one proxy says of a request in `Forwarded` (RFC 7239 section 4).
///
/// Texts are split at bytes. Swift joins some characters with a comma or a quote that follows or precedes them to one
/// `Character`, and a client could hide with them where the proxy's element starts.
struct ForwardedElement {
    /// The values by their names in lower case, without quotes and escapes.
    private let values: [String: String]

    /// The scheme that the proxy was asked with.
    var scheme: String? { values["proto"] }
    /// The host that the proxy was asked for.
    var host: String? { values["host"] }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// Reads all elements of a value, in order.
    ///
    /// All of them must be readable: a quote that a client leaves open would hide the elements after it.
    static func all(in text: String) throws(OAuth1ServerError) -> [ForwardedElement] {
        var elements: [ForwardedElement] = []
        for element in try parts(of: Array(text.utf8)[...], at: UInt8(ascii: ",")) {
            elements.append(try ForwardedElement(element))
        }
        return elements
    }

    private init(_ text: ArraySlice<UInt8>) throws(OAuth1ServerError) {
        var values: [String: String] = [:]
        for part in try Self.parts(of: text, at: UInt8(ascii: ";")) {
            let pair = Self.trimmed(part)
            guard !pair.isEmpty else { continue }
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else {
                throw Self.unreadable("a part of it has no equals sign")
            }
            let name = Self.trimmed(pair[..<equals]).map { $0.asciiLowercased }
            let value = try Self.unquoted(Self.trimmed(pair[(equals + 1)...]))
            guard !name.isEmpty, !name.contains(Self.quote), !value.isEmpty else {
                throw Self.unreadable("a part of it is empty or quoted in the wrong place")
            }
            guard values.updateValue(value, forKey: String(decoding: name, as: UTF8.self)) == nil else {
                throw Self.unreadable("an element has two values of the same name")
            }
        }
        self.values = values
    }

    /// The parts between delimiters that are not in quotes.
    private static func parts(
        of text: ArraySlice<UInt8>,
        at delimiter: UInt8
    ) throws(OAuth1ServerError) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var (isQuoted, isEscaped) = (false, false)
        for index in text.indices {
            let byte = text[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == backslash {
                isEscaped = true
            } else if byte == quote {
                isQuoted.toggle()
            } else if byte == delimiter, !isQuoted {
                parts.append(text[start..<index])
                start = index + 1
            }
        }
        guard !isQuoted, !isEscaped else { throw unreadable("a quoted value has no end") }
        parts.append(text[start...])
        return parts
    }

    /// A value without its quotes, which must be around all of it, and its escapes (RFC 9110 section 5.6.4).
    private static func unquoted(_ text: ArraySlice<UInt8>) throws(OAuth1ServerError) -> String {
        guard text.contains(quote) else { return String(decoding: text, as: UTF8.self) }
        guard text.count >= 2, text.first == quote, text.last == quote else {
            throw unreadable("a quote is in the wrong place")
        }
        var value: [UInt8] = []
        var isEscaped = false
        for byte in text.dropFirst().dropLast() {
            if !isEscaped, byte == backslash {
                isEscaped = true
                continue
            }
            guard isEscaped || byte != quote else { throw unreadable("a quote is in the wrong place") }
            isEscaped = false
            value.append(byte)
        }
        guard !isEscaped else { throw unreadable("a quoted value has no end") }
        return String(decoding: value, as: UTF8.self)
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let last = text.lastIndex(where: { !isSpace($0) }) else { return [] }
        return text[...last].drop(while: isSpace)
    }

    private static func unreadable(_ reason: String) -> OAuth1ServerError {
        ForwardedValues.unreadable("Forwarded", reason)
    }
}
