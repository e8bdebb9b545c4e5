//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The part of a service's response that an error can show: short, printable and without secrets.
///
/// All that is shown goes through ``shown(_:by:limit:)``, bodies, titles, reports and redirects alike. Our own
/// sentences don't: they have no secrets, and could have a word that is one by chance.
package enum ServiceErrorText {
    /// The most characters that an error shows of a body.
    static let limit = 300

    /// The start of a body; of a page without markup, style and script.
    static func excerpt(_ response: OAuth1Response, by redactor: Redactor) -> String {
        let body = ReadingLimits.beginning(of: response.body)
        let isPage = HTMLTitle.isPage(response)
        let (text, isCut) = ReadableText.beginning(of: body, isPage: isPage)
        var shown = redactor.redacted(text)
        if isCut || response.body.count > ReadingLimits.bytes { removeEnd(of: &shown) }
        guard isPage else {
            let isJSON = shown.first == UInt8(ascii: "{") || shown.first == UInt8(ascii: "[")
            return printable(isJSON ? withLetters(shown, by: redactor) : shown, limit: limit)
        }
        let words = readable(DecodedText(shown).withoutMarkup()?.bytes ?? shown, by: redactor)
        guard !words.allSatisfy(\.isASCIISpace) else { return printable(shown, limit: limit) }
        let excerpt = printable(words, limit: limit)
        return title(of: response, by: redactor, limit: limit).map { withoutRepeatedTitle(excerpt, $0) } ?? excerpt
    }

    /// The title of a page, or `nil` if the response is not a page.
    static func title(of response: OAuth1Response, by redactor: Redactor, limit: Int) -> String? {
        guard let title = HTMLTitle.read(response) else { return nil }
        let (text, isCut) = ReadableText.beginning(of: Array(title.utf8)[...], isPage: false)
        var shown = redactor.redacted(text)
        if isCut { removeEnd(of: &shown) }
        return printable(readable(shown, by: redactor), limit: limit)
    }

    /// Removes the end of a text that was cut, where a part of a secret may be.
    private static func removeEnd(of text: inout [UInt8]) {
        text.removeLast(min(text.count, ReadingLimits.uncertainBytes))
    }

    /// A page's text as its reader sees it: entities decoded, and each run of blanks as one.
    ///
    /// - Parameters:
    ///   - text: Text without tags, of which secrets were left out already: one can have the form of an entity.
    ///   - redactor: Hides the secrets that become readable here: tags, entities and blanks could have been within one.
    /// - Returns: The text, without secrets.
    private static func readable(_ text: [UInt8], by redactor: Redactor) -> [UInt8] {
        let decoded = DecodedText(text).decoded(.entities)?.bytes ?? text
        var words = printable(decoded, limit: ReadingLimits.excerptBytes).drop { $0 == " " }
        if words.last == " " { words.removeLast() }
        return redactor.redacted(Array(words.utf8))
    }

    /// A JSON text with `'` instead of `\u0027`, as its reader would write it.
    private static func withLetters(_ text: [UInt8], by redactor: Redactor) -> [UInt8] {
        DecodedText(text).decoded(.letters).map { redactor.redacted($0.bytes) } ?? text
    }

    /// A page's text whose title is not repeated by its heading.
    private static func withoutRepeatedTitle(_ text: String, _ title: String) -> String {
        guard !title.isEmpty, text.hasPrefix(title) else { return text }
        let heading = text.dropFirst(title.count).drop { $0 == " " }
        return heading.hasPrefix(title) ? String(heading) : text
    }

    /// A service's text on one line, cut to a length in characters, with whatever is or looks like a secret left out.
    static func shown(_ text: String, by redactor: Redactor, limit: Int) -> String {
        // A character has four bytes at most; hidden values count towards the limit.
        let most = min(limit * 4 + 2 * ReadingLimits.uncertainBytes, ReadingLimits.excerptBytes)
        let isCut = text.utf8.count > most
        let (text, _) = ReadableText.beginning(of: Array(text.utf8.prefix(most))[...], isPage: false)
        var shown = redactor.redacted(text)
        if isCut { removeEnd(of: &shown) }
        return printable(shown, limit: limit)
    }

    /// Text on one line without control characters, cut to a length.
    package static func printable(_ text: [UInt8], limit: Int) -> String {
        // Most texts are shown as they are.
        var count = 0
        var isSpace = true
        while count < min(text.count, limit), isPlain(text[count], after: isSpace) {
            isSpace = text[count] == 0x20
            count += 1
        }
        var result = String(decoding: text[..<count], as: UTF8.self)
        guard count < text.count else { return result }
        // A character has four bytes at most, and runs of blanks are short here.
        for character in String(decoding: text[count...], as: UTF8.self).unicodeScalars {
            let isBlank = character.isASCII ? character == " " : character.properties.isWhitespace
            if isBlank && isSpace { continue }
            isSpace = isBlank
            if count == limit { return result + "…" }
            count += 1
            if isBlank {
                result.append(" ")
            } else {
                result.unicodeScalars.append(isPrintable(character) ? character : "\u{FFFD}")
            }
        }
        return result
    }

    /// Whether a byte is a character that is shown, other than a blank after another one.
    private static func isPlain(_ byte: UInt8, after isSpace: Bool) -> Bool {
        byte == 0x20 ? !isSpace : 0x21...0x7E ~= byte
    }

    private static func isPrintable(_ character: Unicode.Scalar) -> Bool {
        guard !character.isASCII else { return character.value > 0x20 && character.value != 0x7F }
        switch character.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
