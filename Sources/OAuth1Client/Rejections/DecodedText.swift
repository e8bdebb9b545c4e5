//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A text whose escapes are decoded, and where in the original text each byte comes from.
///
/// Percent-encoding, JSON escapes and HTML entities are all decoded in one step, as services nest them in each other: a
/// base string in a form in a JSON text. Every step is linear and makes the text no longer.
struct DecodedText {
    /// The most steps that are made: more nesting than any service was seen to have.
    static let maximumSteps = 5

    let bytes: [UInt8]
    /// Where each byte starts in the original text, and that text's end; `nil` if nothing was decoded yet.
    private let starts: [Int32]?
    /// Where each byte ends in the original text; `nil` if that is where the next one starts.
    private let ends: [Int32]?

    /// Creates a text of which nothing is decoded.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        (starts, ends) = (nil, nil)
    }

    private init(_ bytes: [UInt8], starts: [Int32], ends: [Int32]?) {
        self.bytes = bytes
        self.starts = starts
        self.ends = ends
    }

    /// The place of a range in the original text.
    func original(_ range: Range<Int>) -> Range<Int> {
        guard let starts else { return range }
        let start = Int(starts[range.lowerBound])
        guard let ends, !range.isEmpty else { return start..<Int(starts[range.upperBound]) }
        return start..<Int(ends[range.upperBound - 1])
    }

    /// Which escapes are decoded.
    enum Escapes {
        case all
        /// Those of forms and URLs.
        case percent
        /// Those of JSON and HTML.
        case others
        /// Those of HTML.
        case entities
        /// JSON's for characters, and not those that keep a text in its quotes.
        case letters
    }

    /// The text after one more step, or `nil` if there is nothing to decode.
    func decoded(_ escapes: Escapes = .all) -> DecodedText? {
        rewritten(hasGaps: ends != nil) { DecodedText.escape(bytes, at: $0, escapes) }
    }

    /// The text as its reader sees it: without tags, comments and invisible characters, or `nil` if it has none of them.
    ///
    /// Tags that only change how letters look leave nothing, as services put them into the middle of a text; others
    /// leave a blank.
    func withoutMarkup() -> DecodedText? {
        guard bytes.contains(where: Markup.mayStart) else { return nil }
        return rewritten(hasGaps: true) { index in
            Markup.length(in: bytes, at: index).map { ($0.isSeparator ? .byte(0x20) : .nothing, $0.length) }
        }
    }

    /// Replaces parts of the text.
    ///
    /// - Parameters:
    ///   - hasGaps: Whether something is replaced by nothing, here or in an earlier step.
    ///   - replacement: What replaces the part that starts at a place, and that part's length, at least 1.
    /// - Returns: The text, or `nil` if nothing is replaced.
    @inline(__always)
    private func rewritten(hasGaps: Bool, _ replacement: (Int) -> (Value, length: Int)?) -> DecodedText? {
        var result: [UInt8] = []
        var newStarts: [Int32] = []
        var newEnds: [Int32] = []
        // What is not changed is copied in one piece, up to the index.
        var (kept, index) = (0, 0)
        func copyKept() {
            result.append(contentsOf: bytes[kept..<index])
            if let starts {
                newStarts.append(contentsOf: starts[kept..<index])
            } else {
                newStarts.append(contentsOf: Int32(kept)..<Int32(index))
            }
            guard hasGaps else { return }
            if let ends {
                newEnds.append(contentsOf: ends[kept..<index])
            } else if let starts {
                newEnds.append(contentsOf: starts[(kept + 1)..<(index + 1)])
            } else {
                newEnds.append(contentsOf: Int32(kept + 1)..<Int32(index + 1))
            }
        }
        while index < bytes.count {
            guard let (value, length) = replacement(index) else {
                index += 1
                continue
            }
            if kept == 0 {
                result.reserveCapacity(bytes.count)
                newStarts.reserveCapacity(bytes.count + 1)
            }
            copyKept()
            value.append(to: &result)
            let place = original(index..<(index + length))
            while newStarts.count < result.count { newStarts.append(Int32(place.lowerBound)) }
            while hasGaps, newEnds.count < result.count { newEnds.append(Int32(place.upperBound)) }
            index += length
            kept = index
        }
        guard kept > 0 else { return nil }
        copyKept()
        newStarts.append(starts?[index] ?? Int32(index))
        return DecodedText(result, starts: newStarts, ends: hasGaps ? newEnds : nil)
    }

    /// The meaning of an escape: a byte if it is percent-encoded, otherwise a code point; markup can mean nothing.
    private enum Value {
        case nothing
        case byte(UInt8)
        case scalar(UInt32)

        func append(to bytes: inout [UInt8]) {
            switch self {
            case .nothing: break
            case .byte(let byte): bytes.append(byte)
            case .scalar(let number) where number < 0x80: bytes.append(UInt8(number))
            case .scalar(let number):
                bytes.append(contentsOf: String(Unicode.Scalar(number).map(Character.init) ?? "\u{FFFD}").utf8)
            }
        }
    }

    /// The escape that starts at a place, and its length.
    private static func escape(_ bytes: [UInt8], at index: Int, _ escapes: Escapes) -> (Value, length: Int)? {
        switch bytes[index] {
        case UInt8(ascii: "%"):
            guard escapes == .all || escapes == .percent else { return nil }
            if let number = number(bytes, at: index + 1, digits: 2) { return (.byte(UInt8(number)), 3) }
            // As JavaScript's escape() writes it.
            guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else { return nil }
            return number(bytes, at: index + 2, digits: 4).map { (.scalar($0), 6) }
        case UInt8(ascii: "\\"):
            guard escapes != .percent, escapes != .entities, index + 1 < bytes.count else { return nil }
            return backslashed(bytes, at: index, escapes)
        case UInt8(ascii: "&"):
            return escapes == .percent || escapes == .letters ? nil : entity(bytes, at: index)
        default:
            return nil
        }
    }

    private static func backslashed(_ bytes: [UInt8], at index: Int, _ escapes: Escapes) -> (Value, length: Int)? {
        switch bytes[index + 1] {
        case UInt8(ascii: "u"):
            unicode(bytes, at: index)
        case UInt8(ascii: "/"):
            (.byte(UInt8(ascii: "/")), 2)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
            escapes == .letters ? nil : (.byte(bytes[index + 1]), 2)
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "b"):
            escapes == .letters ? nil : (.byte(0x0A), 2)
        case UInt8(ascii: "x"):
            escapes == .letters ? nil : number(bytes, at: index + 2, digits: 2).map { (.byte(UInt8($0)), 4) }
        case UInt8(ascii: "U"):
            escapes == .letters ? nil : number(bytes, at: index + 2, digits: 8).map { (.scalar($0), 10) }
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            escapes == .letters ? nil : octal(bytes, at: index)
        default:
            nil
        }
    }

    /// A character of JSON's escapes, of which those beyond the first 65,536 take two.
    private static func unicode(_ bytes: [UInt8], at index: Int) -> (Value, length: Int)? {
        guard let first = number(bytes, at: index + 2, digits: 4) else { return braced(bytes, at: index) }
        guard 0xD800...0xDBFF ~= first, bytes.hasText("\\u", at: index + 6),
            let second = number(bytes, at: index + 8, digits: 4), 0xDC00...0xDFFF ~= second
        else { return (.scalar(first), 6) }
        return (.scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00)), 12)
    }

    /// A character in braces, as several languages write it: `\u{3D}`.
    private static func braced(_ bytes: [UInt8], at index: Int) -> (Value, length: Int)? {
        guard bytes.hasText("u{", at: index + 1),
            let end = bytes[(index + 3)...].prefix(9).firstIndex(of: UInt8(ascii: "}"))
        else { return nil }
        return number(bytes, at: index + 3, digits: end - index - 3).map { (.scalar($0), end + 1 - index) }
    }

    /// A byte in two or three octal digits.
    private static func octal(_ bytes: [UInt8], at index: Int) -> (Value, length: Int)? {
        let digits = bytes[(index + 1)...].prefix(3).prefix { 0x30...0x37 ~= $0 }
        guard digits.count >= 2 else { return nil }
        let value = digits.reduce(0) { $0 << 3 | UInt32($1 & 7) }
        return (.byte(UInt8(truncatingIfNeeded: value)), 1 + digits.count)
    }

    private static func number(_ bytes: [UInt8], at start: Int, digits: Int) -> UInt32? {
        guard start + digits <= bytes.count else { return nil }
        var number: UInt32 = 0
        for index in start..<(start + digits) {
            guard let digit = EncodedRuns.hexValue(bytes[index]) else { return nil }
            number = number * 16 + UInt32(digit)
        }
        return number
    }

    private static func entity(_ bytes: [UInt8], at start: Int) -> (Value, length: Int)? {
        guard start + 1 < bytes.count else { return nil }
        guard bytes[start + 1] == UInt8(ascii: "#") else {
            let text = bytes[start..<min(start + HTMLEntities.longest, bytes.count)]
            guard let end = text.firstIndex(of: UInt8(ascii: ";")), end > start + 1 else { return nil }
            return HTMLEntities.character(text[(start + 1)..<end]).map { (.scalar($0), end + 1 - start) }
        }
        let isHex = start + 2 < bytes.count && bytes[start + 2] | 0x20 == UInt8(ascii: "x")
        let first = start + (isHex ? 3 : 2)
        guard first < bytes.count else { return nil }
        let digits = bytes[first...].prefix(HTMLEntities.longest)
            .prefix { isHex ? EncodedRuns.hexValue($0) != nil : $0.isASCIIDigit }
        let number = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
        // Browsers take a number without a semicolon, too.
        let end = digits.endIndex
        let isEnded = end < bytes.count && bytes[end] == UInt8(ascii: ";")
        return number.map { (.scalar($0), end + (isEnded ? 1 : 0) - start) }
    }
}
