//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A text whose escapes are decoded, and where in the original text each byte comes from.
///
/// Percent-encoding, JSON escapes and HTML entities are all decoded in one step, as services nest them in each other: a
/// base string in a form in a JSON text. Every step is linear and makes the text shorter.
struct DecodedText {
    /// The most steps that are made: more nesting than any service was seen to have.
    static let maximumSteps = 5

    let bytes: [UInt8]
    /// The place of each byte in the original text, and the text's end; `nil` if nothing was decoded yet.
    private let places: [Int32]?

    /// Creates a text of which nothing is decoded.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        places = nil
    }

    private init(_ bytes: [UInt8], _ places: [Int32]) {
        self.bytes = bytes
        self.places = places
    }

    /// The place of a range in the original text.
    func original(_ range: Range<Int>) -> Range<Int> {
        guard let places else { return range }
        return Int(places[range.lowerBound])..<Int(places[range.upperBound])
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
    }

    /// The text after one more step, or `nil` if there is nothing to decode.
    func decoded(_ escapes: Escapes = .all) -> DecodedText? {
        var result: [UInt8] = []
        var newPlaces: [Int32] = []
        // What is not changed is copied in one piece, up to the index.
        var (kept, index) = (0, 0)
        func copyKept() {
            result.append(contentsOf: bytes[kept..<index])
            if let places {
                newPlaces.append(contentsOf: places[kept..<index])
            } else {
                newPlaces.append(contentsOf: Int32(kept)..<Int32(index))
            }
        }
        while index < bytes.count {
            guard let (value, length) = DecodedText.escape(bytes, at: index, escapes) else {
                index += 1
                continue
            }
            if kept == 0 {
                result.reserveCapacity(bytes.count)
                newPlaces.reserveCapacity(bytes.count + 1)
            }
            copyKept()
            value.append(to: &result)
            let place = places?[index] ?? Int32(index)
            while newPlaces.count < result.count { newPlaces.append(place) }
            index += length
            kept = index
        }
        // No escape is empty.
        guard kept > 0 else { return nil }
        copyKept()
        newPlaces.append(places?[index] ?? Int32(index))
        return DecodedText(result, newPlaces)
    }

    /// The meaning of an escape: a byte if it is percent-encoded, otherwise a code point.
    private enum Value {
        case byte(UInt8)
        case scalar(UInt32)

        func append(to bytes: inout [UInt8]) {
            switch self {
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
            return number(bytes, at: index + 1, digits: 2).map { (.byte(UInt8($0)), 3) }
        case UInt8(ascii: "\\"):
            guard escapes == .all || escapes == .others, index + 1 < bytes.count else { return nil }
            switch bytes[index + 1] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
                return (.byte(bytes[index + 1]), 2)
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "b"):
                return (.byte(0x0A), 2)
            case UInt8(ascii: "u"):
                return unicode(bytes, at: index)
            case UInt8(ascii: "x"):
                return number(bytes, at: index + 2, digits: 2).map { (.byte(UInt8($0)), 4) }
            default:
                return nil
            }
        case UInt8(ascii: "&"):
            return escapes == .percent ? nil : entity(bytes, at: index)
        default:
            return nil
        }
    }

    /// A character of JSON's escapes, of which those beyond the first 65,536 take two.
    private static func unicode(_ bytes: [UInt8], at index: Int) -> (Value, length: Int)? {
        guard let first = number(bytes, at: index + 2, digits: 4) else { return nil }
        guard 0xD800...0xDBFF ~= first, bytes.hasText("\\u", at: index + 6),
            let second = number(bytes, at: index + 8, digits: 4), 0xDC00...0xDFFF ~= second
        else { return (.scalar(first), 6) }
        return (.scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00)), 12)
    }

    private static func number(_ bytes: [UInt8], at start: Int, digits: Int) -> UInt32? {
        guard start + digits <= bytes.count else { return nil }
        var number: UInt32 = 0
        for index in start..<(start + digits) {
            guard let digit = hexDigit(bytes[index]) else { return nil }
            number = number * 16 + UInt32(digit)
        }
        return number
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func entity(_ bytes: [UInt8], at start: Int) -> (Value, length: Int)? {
        let text = bytes[start..<min(start + HTMLEntities.longest, bytes.count)]
        guard let end = text.firstIndex(of: UInt8(ascii: ";")), end > start + 1 else { return nil }
        let length = end + 1 - start
        guard bytes[start + 1] == UInt8(ascii: "#") else {
            let name = text[(start + 1)..<end]
            return HTMLEntities.character(name).map { (.scalar($0), length) }
        }
        let isHex = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
        let digits = text[(start + (isHex ? 3 : 2))..<end]
        let number = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
        return number.map { (.scalar($0), length) }
    }
}
