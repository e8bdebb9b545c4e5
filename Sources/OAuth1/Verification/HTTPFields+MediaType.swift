//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

extension HTTPFields {
    /// The value of the one Content-Type field, or `nil` if there is none or if it is empty.
    ///
    /// Whether a body is a form decides whether it is signed (RFC 5849 section 3.4.1.3.1). Where two parsers could
    /// disagree about that, a form would reach the application that nobody signed: so a second field, a list and whatever
    /// is not a media type (RFC 9110 section 8.3.1) are rejected.
    ///
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidContentType``.
    package func mediaType() throws(OAuth1Error) -> String? {
        // Without a field, which is what most requests have, no array is made.
        guard contains(.contentType) else { return nil }
        let values = self[values: .contentType]
        guard values.count < 2 else {
            throw OAuth1Error(
                .invalidContentType,
                "the request has \(values.count) Content-Type fields: send one"
            )
        }
        guard let value = values.first, !value.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        guard MediaType.isValid(value) else {
            throw OAuth1Error(
                .invalidContentType,
                "the Content-Type field must be a single media type, such as application/json, without quotes"
            )
        }
        return value
    }
}

/// The syntax of a media type (RFC 9110 section 8.3.1).
private enum MediaType {
    /// Whether a text is `type/subtype` with or without parameters, and no list.
    static func isValid(_ text: String) -> Bool {
        withBytes(of: text) { text in
            var index = 0
            skipSpaces(text, &index)
            guard skipToken(text, &index), index < text.count, text[index] == UInt8(ascii: "/") else { return false }
            index += 1
            guard skipToken(text, &index) else { return false }
            skipSpaces(text, &index)
            guard index < text.count else { return true }
            return text[index] == UInt8(ascii: ";") && areParameters(text, from: index)
        }
    }

    private static func skipSpaces(_ text: Span<UInt8>, _ index: inout Int) {
        while index < text.count, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
    }

    /// Skips the characters of a token, and returns whether there was one.
    private static func skipToken(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        let start = index
        while index < text.count, isTokenCharacter(text[index]) { index += 1 }
        return index > start
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        if PercentEncoding.isUnreserved(byte) { return true }
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"):
            return true
        default:
            return false
        }
    }

    /// Whether the rest can be parameters: a comma only inside of quotes, and quotes that are closed.
    private static func areParameters(_ text: Span<UInt8>, from start: Int) -> Bool {
        var isQuoted = false
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\"") where isQuoted || text[index - 1] == UInt8(ascii: "="): isQuoted.toggle()
            case UInt8(ascii: "\""): return false
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: ",") where !isQuoted: return false
            case 0...0x08, 0x0A...0x1F, 0x7F: return false
            default: break
            }
            index += 1
        }
        return !isQuoted
    }
}
