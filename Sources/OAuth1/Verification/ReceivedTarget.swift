//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes that a received request target must not contain (RFC 9112 section 3.2).
///
/// The signature is computed over path and query as this package splits them. Where another parser would split them in
/// another place, the application would act on something that nobody signed.
enum ReceivedTarget {
    /// Rejects the number sign, spaces and control characters.
    ///
    /// Clients never send a number sign: some servers read what follows it as path and query, others drop it.
    /// Percent-encoded, all of them are data.
    @inline(__always)
    static func check(_ text: Span<UInt8>, in range: Range<Int>) throws(OAuth1Error) {
        var index = range.lowerBound
        while range.upperBound &- index >= 8, !hasForbiddenByte(text.word(at: index)) { index &+= 8 }
        while index < range.upperBound {
            guard !isForbidden(text[index]) else { throw failure(text[index]) }
            index &+= 1
        }
    }

    @inline(__always)
    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "#")
    }

    /// Whether one of eight bytes is forbidden, without a branch for each of them.
    @inline(__always)
    private static func hasForbiddenByte(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits: UInt64 = 0x8080_8080_8080_8080
        let numberSigns = word ^ (ones &* UInt64(UInt8(ascii: "#")))
        let deletes = word ^ (ones &* 0x7F)
        let small = (word &- ones &* 0x21) & ~word
        return (small | ((numberSigns &- ones) & ~numberSigns) | ((deletes &- ones) & ~deletes)) & highBits != 0
    }

    private static func failure(_ byte: UInt8) -> OAuth1Error {
        OAuth1Error(
            .invalidURL,
            byte == UInt8(ascii: "#")
                ? "the request target contains a number sign (#), which clients never send: percent-encode it as %23"
                : "the request target contains a space or control character: percent-encode it"
        )
    }
}
