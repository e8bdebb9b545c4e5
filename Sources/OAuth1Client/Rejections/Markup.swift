//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What a text has that its reader doesn't see: tags, comments, invisible characters and the colors of a terminal.
enum Markup {
    /// Tags that only change how the letters look, which can be within a word.
    private static let inline: [StaticString] = [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr",
    ]

    /// Whether markup can start with a byte: most texts have none of these.
    static func mayStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "<") || byte == 0 || byte == 0x1B || byte == 0xC2 || byte == 0xE2 || byte == 0xEF
    }

    /// The length of the markup that starts at a place, and whether it separates words, or `nil` if none starts there.
    ///
    /// A tag that nothing ends reaches to the end of the text, so that it is searched only once.
    static func length(in text: [UInt8], at start: Int) -> (length: Int, isSeparator: Bool)? {
        switch text[start] {
        case UInt8(ascii: "<"):
            tag(in: text, at: start)
        case 0:
            // In the middle of each character of UTF-16.
            (1, false)
        case 0x1B:
            (controlSequence(in: text, at: start), false)
        case 0xC2, 0xE2, 0xEF:
            invisible(in: text, at: start).map { ($0, false) }
        default:
            nil
        }
    }

    private static func tag(in text: [UInt8], at start: Int) -> (length: Int, isSeparator: Bool)? {
        guard start + 1 < text.count, begins(text[start + 1]), !text.hasText("<redacted>", at: start) else {
            return nil
        }
        if text.hasText("<!--", at: start) {
            let end = text.firstIndex(ofText: "-->", from: start + 4).map { $0 + 3 } ?? text.count
            return (end - start, false)
        }
        let end = text[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? text.count
        let nameStart = text[start + 1] == UInt8(ascii: "/") ? start + 2 : start + 1
        let name = text[min(nameStart, end)..<end]
            .prefix { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
        return (end - start, !inline.contains { name.isText($0) })
    }

    private static func begins(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    /// The length of what sets a color in a terminal (ECMA-48), or of the escape character alone.
    private static func controlSequence(in text: [UInt8], at start: Int) -> Int {
        guard start + 1 < text.count, text[start + 1] == UInt8(ascii: "[") else { return 1 }
        let parameters = text[(start + 2)...].prefix(32).prefix { 0x20...0x3F ~= $0 }
        return min(parameters.endIndex + 1, text.count) - start
    }

    /// The length of a soft hyphen, a joiner, a direction mark or a byte order mark.
    private static func invisible(in text: [UInt8], at start: Int) -> Int? {
        func byte(_ offset: Int) -> UInt8 { start + offset < text.count ? text[start + offset] : 0 }
        let isInvisible =
            switch (text[start], byte(1), byte(2)) {
            case (0xC2, 0xAD, _): true
            // U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F
            case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA0...0xAF): true
            case (0xEF, 0xBB, 0xBF): true
            default: false
            }
        return isInvisible ? (text[start] == 0xC2 ? 2 : 3) : nil
    }
}
