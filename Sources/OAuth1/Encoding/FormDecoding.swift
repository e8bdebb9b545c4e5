//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The meaning of a plus sign in a percent-encoded text.
enum PlusSign {
    /// A space: queries and forms are `application/x-www-form-urlencoded` (RFC 5849 section 3.4.1.3.1).
    case isSpace
    /// Itself: the values of the Authorization header are percent-encoded only (section 3.5.1).
    case isLiteral
}

extension Span where Element == UInt8 {
    /// Reads the byte that the text at `index` represents and moves `index` after it.
    ///
    /// A percent sign that is not followed by two hex digits represents itself: RFC 5849 is silent, and rejecting or
    /// replacing would make a request that is on the wire impossible to sign.
    @inline(__always)
    func decodedByte(at index: inout Int, before end: Int, _ plusSign: PlusSign) -> UInt8 {
        let rest = extracting(index..<end)
        index &+= 1
        if rest[0] == UInt8(ascii: "%"), rest.count >= 3,
            let value = PercentEncoding.value(ofHexDigits: rest[1], rest[2])
        {
            index &+= 2
            return value
        }
        if rest[0] == UInt8(ascii: "+"), plusSign == .isSpace {
            return UInt8(ascii: " ")
        }
        return rest[0]
    }

    /// The bytes as an array.
    func copied() -> [UInt8] {
        [UInt8](capacity: count) { output in output.append(self) }
    }

    /// The bytes that the text in `range` represents, each escape decoded exactly once.
    func decoded(_ range: Range<Int>, _ plusSign: PlusSign) -> [UInt8] {
        [UInt8](capacity: range.count) { output in output.appendDecoded(self, range, plusSign) }
    }

    /// Returns whether the text in `range` represents the bytes of `literal`.
    @inline(__always)
    func stands(_ range: Range<Int>, for literal: StaticString, _ plusSign: PlusSign) -> Bool {
        let expected = literal.span
        var index = range.lowerBound
        var position = 0
        while index < range.upperBound {
            guard position < expected.count,
                decodedByte(at: &index, before: range.upperBound, plusSign) == expected[position]
            else {
                return false
            }
            position &+= 1
        }
        return position == expected.count
    }

    /// The first position of `byte` in `range`, or the end of the range.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int {
        let part = extracting(range)
        return unsafe part.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = unsafe memchr(start, Int32(byte), bytes.count) else {
                return range.upperBound
            }
            return unsafe range.lowerBound &+ (UnsafeRawPointer(found) - start)
        }
    }
}

extension String {
    /// The bytes that a percent-encoded text represents, each escape decoded exactly once, a plus sign as itself.
    package var percentDecodedBytes: [UInt8] {
        withBytes(of: self) { text in text.decoded(0..<text.count, .isLiteral) }
    }
}

extension ByteWriter {
    /// Appends the bytes that the text in `range` represents, each escape decoded exactly once.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendDecoded(_ source: Span<UInt8>, _ range: Range<Int>, _ plusSign: PlusSign) {
        let text = source.extracting(range)
        batch(atMost: text.count) { batch in
            var index = 0
            while batch.appendUnreserved(text, &index) {
                batch.append(text.decodedByte(at: &index, before: text.count, plusSign))
            }
        }
    }
}

/// The places of one parameter's name and value in an encoded text.
struct EncodedPair: Sendable {
    var name: Range<Int>
    var value: Range<Int>
    /// Whether both are known to have unreserved characters only, so that they are their own encoding.
    var isUnreserved = false
    /// The protocol parameter that the name is known to be.
    var parameter: ProtocolParameter?
}

/// Walks the `name=value` pairs of a query or form without decoding them.
///
/// Only `&` separates: a semicolon is data. A pair without `=` has an empty value, the value is everything after the first
/// `=`, an empty name stays, and nothing is between two `&`.
struct EncodedPairCursor {
    private var index: Int
    private let end: Int

    @inline(__always)
    init(_ range: Range<Int>) {
        self.index = range.lowerBound
        self.end = range.upperBound
    }

    @inline(__always)
    mutating func next(in text: Span<UInt8>) -> EncodedPair? {
        while index < end {
            let start = index
            let pairEnd = text.firstIndex(of: UInt8(ascii: "&"), in: start..<end)
            index = pairEnd &+ 1
            if start == pairEnd { continue }
            let nameEnd = text.firstIndex(of: UInt8(ascii: "="), in: start..<pairEnd)
            return EncodedPair(name: start..<nameEnd, value: min(nameEnd &+ 1, pairEnd)..<pairEnd)
        }
        return nil
    }
}
