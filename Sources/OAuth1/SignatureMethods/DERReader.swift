//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Reads elements of DER one after the other (X.690 section 8.1), each within the bytes of the one around it.
struct DERReader {
    /// The kinds of elements that key files have.
    enum Tag {
        static let integer: UInt8 = 0x02
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30
        /// Context-specific, constructed, number 0: what `[0] EXPLICIT` is written as.
        static let explicit0: UInt8 = 0xA0
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next element's tag, content and bytes, or `nil` if there is none, or not in DER.
    mutating func next() -> (tag: UInt8, content: ArraySlice<UInt8>, bytes: ArraySlice<UInt8>)? {
        guard rest.count >= 2 else { return nil }
        let start = rest.startIndex
        var (length, header) = (Int(rest[start + 1]), 2)
        if length >= 0x80 {
            // 0x80 is the indefinite length of BER.
            let digits = length - 0x80
            guard (1...4).contains(digits), rest.count >= 2 + digits else { return nil }
            length = rest[(start + 2)..<(start + 2 + digits)].reduce(0) { $0 << 8 | Int($1) }
            header += digits
        }
        // Four bytes can be a negative number where integers have 32 bits.
        guard length >= 0, length <= rest.count - header else { return nil }
        let end = start + header + length
        defer { rest = rest[end...] }
        return (rest[start], rest[(start + header)..<end], rest[start..<end])
    }

    /// The content of the next element, or `nil` if it has another tag.
    mutating func content(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard let element = next(), element.tag == tag else { return nil }
        return element.content
    }

    /// A reader of the next element's content, or `nil` if it has another tag.
    mutating func enter(_ tag: UInt8) -> DERReader? { content(tag).map { DERReader($0) } }
}
