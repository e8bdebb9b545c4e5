//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Percent encoding as RFC 5849 section 3.6 has it: everything but the unreserved characters, in upper-case hex.
enum PercentEncoding {
    /// A digit for each byte, 1 for the unreserved characters of RFC 3986: `-` `.` `0`-`9`, `A`-`Z` `_`, `a`-`z` `~`.
    ///
    /// A table has no branches to mispredict, and its 256 digits need no bounds check for a byte.
    @inline(__always)
    private static var unreserved: StaticString {
        """
        0000000000000000000000000000000000000000000001101111111111000000\
        0111111111111111111111111110000101111111111111111111111111100010\
        0000000000000000000000000000000000000000000000000000000000000000\
        0000000000000000000000000000000000000000000000000000000000000000
        """
    }

    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool {
        unreserved.span[Int(byte)] == UInt8(ascii: "1")
    }

    /// An unreserved character for each byte that is one, letters in lower case, and `%` for all others.
    @inline(__always)
    static var lowercasedUnreserved: StaticString {
        """
        %%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%-.%0123456789%%%%%%\
        %abcdefghijklmnopqrstuvwxyz%%%%_%abcdefghijklmnopqrstuvwxyz%%%~%\
        %%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%\
        %%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%
        """
    }

    /// The digit of the low four bits.
    @inline(__always)
    static func hexDigit(_ nibble: UInt8) -> UInt8 {
        ("0123456789ABCDEF" as StaticString).span[Int(nibble & 0xF)]
    }

    /// A character for each byte: `0` to `?`, 16 in a row, for the hex digits, `@` for all others.
    @inline(__always)
    private static var hexDigits: StaticString {
        """
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@0123456789@@@@@@\
        @:;<=>?@@@@@@@@@@@@@@@@@@@@@@@@@@:;<=>?@@@@@@@@@@@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        """
    }

    /// The byte that two hex digits represent.
    @inline(__always)
    static func value(ofHexDigits high: UInt8, _ low: UInt8) -> UInt8? {
        let high = hexDigits.span[Int(high)] &- UInt8(ascii: "0")
        let low = hexDigits.span[Int(low)] &- UInt8(ascii: "0")
        // No digit is 16, so one comparison judges both.
        return high | low < 16 ? high &<< 4 | low : nil
    }
}

/// How many times a byte is percent-encoded when it is written.
enum EncodingDepth {
    /// As in a header value, a query or a form.
    case once
    /// As in the signature base string, which encodes the already encoded parameters again.
    case twice

    /// The most bytes that one byte can become.
    @inline(__always)
    var mostBytes: Int {
        switch self {
        case .once: 3
        case .twice: 5
        }
    }
}

extension ByteWriter {
    /// Appends a byte, percent-encoded.
    ///
    /// Needs room for three bytes, five when encoded twice.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendEncoded(_ byte: UInt8, _ depth: EncodingDepth) {
        batch(atMost: depth.mostBytes) { batch in batch.appendEncoded(byte, depth) }
    }

    /// Appends bytes, percent-encoded.
    ///
    /// Needs room for three times their number, five times when encoded twice.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendEncoded(_ bytes: Span<UInt8>, _ depth: EncodingDepth) {
        batch(atMost: depth.mostBytes &* bytes.count) { batch in
            var index = 0
            while batch.appendUnreserved(bytes, &index) {
                batch.appendEscape(of: bytes[index], depth)
                index &+= 1
            }
        }
    }

    /// Appends text, percent-encoded.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendEncoded(_ text: String, _ depth: EncodingDepth) {
        withBytes(of: text) { bytes in appendEncoded(bytes, depth) }
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
