//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Finds what looks like a secret near a name without a value.
///
/// Services write names and values in more ways than anybody can list: in tables, in the types of a language, in
/// sentences. A secret is a long word of letters and digits, whichever way it is written.
struct OpaqueSearch {
    /// Up to where was searched for a name before.
    private var seen = 0

    /// Calls a closure with each opaque word near a name.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - name: Where the name is.
    ///   - start: The first place that belongs to the same object as the name.
    ///   - body: Called with the place of each word.
    mutating func visit(_ bytes: [UInt8], near name: Range<Int>, after start: Int, _ body: (Range<Int>) -> Void) {
        // What is escaped is searched once it is decoded.
        if name.upperBound < bytes.count, [0x25, 0x26, 0x5C].contains(bytes[name.upperBound]) { return }
        var index = max(seen, start, name.lowerBound - NamedValues.reach)
        // A word that starts before is not looked at in part.
        if index > 0, index < bytes.count, index != name.upperBound, index > seen, OpaqueSearch.isPart(bytes[index - 1])
        {
            while index < bytes.count, OpaqueSearch.isPart(bytes[index]) { index += 1 }
        }
        let end = min(bytes.count, name.upperBound + NamedValues.reach)
        while index < end {
            guard OpaqueSearch.isPart(bytes[index]) else {
                // The next parameter of a form, and what follows an object, have other names.
                if index >= name.upperBound, bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "}") {
                    break
                }
                index += 1
                continue
            }
            let word = index
            while index < bytes.count, OpaqueSearch.isPart(bytes[index]) { index += 1 }
            if word != name.lowerBound, OpaqueSearch.looksOpaque(bytes[word..<index]) { body(word..<index) }
        }
        seen = max(seen, index)
    }

    /// Whether one of the words in a text can be a secret.
    static func hasOpaque(_ text: ArraySlice<UInt8>) -> Bool {
        text.split(whereSeparator: { !isPart($0) }).contains(where: looksOpaque)
    }

    /// Whether a word can be a secret, and is neither a word of a language nor of this protocol.
    private static func looksOpaque(_ text: ArraySlice<UInt8>) -> Bool {
        var (letters, digits, others) = (0, 0, 0)
        for byte in text {
            if byte.isASCIIDigit {
                digits += 1
            } else if byte.isASCIILetter {
                letters += 1
            } else if byte != UInt8(ascii: ".") {
                others += 1
            }
        }
        guard digits > 0 ? letters + digits >= 6 : letters >= 16 && others == 0 else { return false }
        return !isTerm(text)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit
            || [0x25, 0x2B, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E].contains(byte)
    }

    /// Whether a word with digits in it is one of the protocol, a part of a URL or the name of a type.
    private static func isTerm(_ text: ArraySlice<UInt8>) -> Bool {
        text.containsText("oauth") || text.containsText("OAuth") || text.containsText("://")
            || text.hasText("//", at: text.startIndex)
            || text.hasText("hmac-", at: text.startIndex) || text.hasText("rsa-", at: text.startIndex)
            || text.hasText("sha", at: text.startIndex) || text.hasText("iso-", at: text.startIndex)
            || text.hasTextSuffix("element") || text.hasTextSuffix("exception") || text.hasTextSuffix("error")
    }
}
