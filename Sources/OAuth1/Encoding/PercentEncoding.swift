//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Percent encoding as RFC 5849 section 3.6 has it: everything but the unreserved characters, in upper-case hex.
enum PercentEncoding {
    // The unreserved characters of RFC 3986 as two bitmaps: `-` `.` `0`-`9`, and `A`-`Z` `_` `a`-`z` `~`.
    // Arithmetic on two constants is what keeps the encoder free of table look-ups and their bounds checks.
    private static let unreservedBelow64: UInt64 = (1 << 45) | (1 << 46) | (0x3FF << 48)
    private static let unreservedFrom64: UInt64 = (0x3FF_FFFF << 1) | (1 << 31) | (0x3FF_FFFF << 33) | (1 << 62)

    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool {
        let map = byte < 64 ? unreservedBelow64 : unreservedFrom64
        return byte < 128 && (map &>> UInt64(byte & 63)) & 1 == 1
    }

    @inline(__always)
    static func hexDigit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? nibble &+ UInt8(ascii: "0") : nibble &+ (UInt8(ascii: "A") - 10)
    }

    @inline(__always)
    static func value(ofHexDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
        default: nil
        }
    }
}

/// How many times a byte is percent-encoded on its way into a text.
enum EncodingDepth {
    /// As in a header value, a query or a form.
    case once
    /// As in the signature base string, which encodes the already encoded parameters again.
    case twice
}

extension OutputSpan where Element == UInt8 {
    /// Appends a byte, percent-encoded.
    ///
    /// Needs room for three bytes, five when encoded twice.
    @inline(__always)
    mutating func appendEncoded(_ byte: UInt8, _ depth: EncodingDepth) {
        if PercentEncoding.isUnreserved(byte) {
            append(byte)
            return
        }
        append(UInt8(ascii: "%"))
        if depth == .twice {
            append(UInt8(ascii: "2"))
            append(UInt8(ascii: "5"))
        }
        append(PercentEncoding.hexDigit(byte &>> 4))
        append(PercentEncoding.hexDigit(byte & 0xF))
    }

    /// Appends bytes, percent-encoded.
    ///
    /// Needs room for three times their number, five times when encoded twice.
    @inline(__always)
    mutating func appendEncoded(_ bytes: Span<UInt8>, _ depth: EncodingDepth) {
        for index in bytes.indices {
            appendEncoded(bytes[index], depth)
        }
    }

    /// Appends bytes as they are.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity, "output buffer too small")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                let free = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
                _ = unsafe free.update(from: source)
            }
            count += bytes.count
        }
    }

    /// Appends the characters of a literal as they are.
    @inline(__always)
    mutating func append(_ literal: StaticString) {
        append(literal.span)
    }
}

extension StaticString {
    /// The bytes of the literal, which live as long as the program.
    @inline(__always)
    var span: Span<UInt8> {
        @_lifetime(immortal)
        get {
            let buffer = unsafe UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
            return unsafe _overrideLifetime(buffer.span, borrowing: ())
        }
    }
}
