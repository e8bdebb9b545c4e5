//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Splits a command line into words as a POSIX shell does, without expanding anything.
struct ShellWords {
    /// The most words that are read.
    static let maximumCount = 2_048

    private let text: [UInt8]
    private var index = 0

    /// The words of the first command of a text.
    ///
    /// Single and double quotes, `$'…'` with its escapes, backslashes and continued lines are read. Redirections and whatever
    /// follows the command are left out. Expansions are errors, since their result is unknown.
    static func split(_ text: String) throws(OAuth1Diagnosis.CaptureError) -> [String] {
        var words = ShellWords(text: Array(text.utf8))
        var result: [String] = []
        while let word = try words.next() {
            result.append(word)
            guard result.count <= maximumCount else {
                throw OAuth1Diagnosis.CaptureError("the command has more than \(maximumCount) words")
            }
        }
        return result
    }

    private init(text: [UInt8]) {
        self.text = text
    }

    private var current: UInt8? { index < text.count ? text[index] : nil }

    private mutating func next() throws(OAuth1Diagnosis.CaptureError) -> String? {
        skipSpaces()
        guard let first = current, !Self.endsCommand(first) else { return nil }
        var word: [UInt8] = []
        while let byte = current, byte != 0x20, byte != 0x09, !Self.endsCommand(byte) {
            index += 1
            switch byte {
            case UInt8(ascii: "'"): try readSingleQuoted(&word)
            case UInt8(ascii: "\""): try readDoubleQuoted(&word)
            case UInt8(ascii: "\\"): readEscaped(&word)
            case UInt8(ascii: "$") where current == UInt8(ascii: "'"):
                index += 1
                try readANSIQuoted(&word)
            case UInt8(ascii: "$") where Self.startsExpansion(current): throw Self.expansion
            case UInt8(ascii: "`"): throw Self.expansion
            default: word.append(byte)
            }
        }
        return String(decoding: word, as: UTF8.self)
    }

    private static func endsCommand(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A, 0x0D, UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ">"), UInt8(ascii: "<"):
            true
        default: false
        }
    }

    private static func startsExpansion(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return true
        default: return false
        }
    }

    private static let expansion = OAuth1Diagnosis.CaptureError(
        "the command has a variable or a substitution: pass the command with its values, for example from the output of set -x"
    )

    private static func unclosed(_ quote: String) -> OAuth1Diagnosis.CaptureError {
        OAuth1Diagnosis.CaptureError("the command has a \(quote) quote without its end: pass it as it was typed")
    }

    /// Skips spaces and continued lines.
    private mutating func skipSpaces() {
        while let byte = current {
            if byte == 0x20 || byte == 0x09 {
                index += 1
            } else if byte == UInt8(ascii: "\\"), let length = lineBreakLength(at: index + 1) {
                index += 1 + length
            } else {
                return
            }
        }
    }

    private func lineBreakLength(at position: Int) -> Int? {
        guard position < text.count else { return nil }
        if text[position] == 0x0A { return 1 }
        return text[position] == 0x0D && position + 1 < text.count && text[position + 1] == 0x0A ? 2 : nil
    }

    private mutating func readEscaped(_ word: inout [UInt8]) {
        if let length = lineBreakLength(at: index) {
            index += length
        } else if let byte = current {
            word.append(byte)
            index += 1
        }
    }

    private mutating func readSingleQuoted(_ word: inout [UInt8]) throws(OAuth1Diagnosis.CaptureError) {
        while let byte = current {
            index += 1
            if byte == UInt8(ascii: "'") { return }
            word.append(byte)
        }
        throw Self.unclosed("single")
    }

    private mutating func readDoubleQuoted(_ word: inout [UInt8]) throws(OAuth1Diagnosis.CaptureError) {
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return
            case UInt8(ascii: "`"):
                throw Self.expansion
            case UInt8(ascii: "$") where Self.startsExpansion(current):
                throw Self.expansion
            case UInt8(ascii: "\\"):
                guard let next = current, "$`\"\\\n".utf8.contains(next) else {
                    word.append(byte)
                    continue
                }
                index += 1
                if next != 0x0A { word.append(next) }
            default:
                word.append(byte)
            }
        }
        throw Self.unclosed("double")
    }

    /// Reads `$'…'`, as browsers copy it.
    private mutating func readANSIQuoted(_ word: inout [UInt8]) throws(OAuth1Diagnosis.CaptureError) {
        while let byte = current {
            index += 1
            if byte == UInt8(ascii: "'") { return }
            guard byte == UInt8(ascii: "\\"), let next = current else {
                word.append(byte)
                continue
            }
            index += 1
            switch next {
            case UInt8(ascii: "n"): word.append(0x0A)
            case UInt8(ascii: "r"): word.append(0x0D)
            case UInt8(ascii: "t"): word.append(0x09)
            case UInt8(ascii: "x"): word.append(UInt8(truncatingIfNeeded: number(radix: 16, atMost: 2) ?? 0))
            case UInt8(ascii: "u"): appendScalar(number(radix: 16, atMost: 4), to: &word)
            case UInt8(ascii: "U"): appendScalar(number(radix: 16, atMost: 8), to: &word)
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                index -= 1
                word.append(UInt8(truncatingIfNeeded: number(radix: 8, atMost: 3) ?? 0))
            default: word.append(next)
            }
        }
        throw Self.unclosed("single")
    }

    private mutating func number(radix: Int, atMost count: Int) -> UInt32? {
        let digits = text[index...].prefix(count).prefix { Int(String(Unicode.Scalar($0)), radix: radix) != nil }
        index += digits.count
        return UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
    }

    private func appendScalar(_ number: UInt32?, to word: inout [UInt8]) {
        let scalar = number.flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}"
        word += Array(String(scalar).utf8)
    }
}
