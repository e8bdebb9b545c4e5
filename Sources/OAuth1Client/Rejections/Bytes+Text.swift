//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension UInt8 {
    /// Whether the byte is a letter of ASCII.
    var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    /// Whether the byte is a digit of ASCII.
    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// Whether the byte is never percent-encoded (RFC 3986 section 2.3).
    var isUnreserved: Bool {
        isASCIILetter || isASCIIDigit || self == 0x2D || self == 0x2E || self == 0x5F || self == 0x7E
    }
    /// Whether the byte is whitespace of ASCII.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// The first place of a text, or `nil` if it is not there; linear for the short texts that are searched for here.
    func firstIndex(ofText text: StaticString, from start: Int? = nil) -> Int? {
        text.withUTF8Buffer { text in
            guard let first = text.first else { return start ?? startIndex }
            var index = start ?? startIndex
            while index <= endIndex - text.count {
                if self[index] == first, text.indices.allSatisfy({ self[index + $0] == text[$0] }) { return index }
                index += 1
            }
            return nil
        }
    }

    /// Whether a text is among the bytes.
    func containsText(_ text: StaticString) -> Bool { firstIndex(ofText: text) != nil }

    /// Whether other bytes are among these.
    func containsBytes(_ other: [UInt8]) -> Bool {
        guard let first = other.first else { return true }
        return indices.contains { self[$0] == first && self[$0...].starts(with: other) }
    }

    /// Whether the bytes end with a text in lower case, themselves in whatever case.
    func hasTextSuffix(_ text: StaticString) -> Bool { hasText(text, at: endIndex - text.utf8CodeUnitCount) }

    /// Whether the bytes are a text in lower case, themselves in whatever case.
    func isText(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && hasText(text, at: startIndex) }

    /// Whether the bytes are a text, in its case.
    func equalsText(_ text: StaticString) -> Bool { text.withUTF8Buffer { elementsEqual($0) } }

    /// Whether a text in lower case is at a place, there in whatever case.
    func hasText(_ text: StaticString, at index: Int) -> Bool {
        text.withUTF8Buffer { text in
            guard index >= startIndex, index + text.count <= endIndex else { return false }
            return text.indices.allSatisfy { self[index + $0].asciiLowercased == text[$0] }
        }
    }
}
