//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Base64 as RFC 4648 section 4 has it, with padding, for signatures and body hashes.
///
/// Written here because the core does without Foundation, whose encoder costs ten times as much for 20 bytes.
package enum Base64 {
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    static func encodedCount(_ count: Int) -> Int {
        (count + 2) / 3 * 4
    }

    /// Appends the Base64 text of `bytes`.
    @inline(__always)
    static func append(_ bytes: Span<UInt8>, to output: inout ByteWriter) {
        let alphabet = alphabet.span
        output.batch(atMost: encodedCount(bytes.count)) { batch in
            var index = 0
            while index &+ 2 < bytes.count {
                let group = (UInt32(bytes[index]) &<< 8 | UInt32(bytes[index &+ 1])) &<< 8 | UInt32(bytes[index &+ 2])
                batch.append(alphabet[Int(group &>> 18 & 0x3F)])
                batch.append(alphabet[Int(group &>> 12 & 0x3F)])
                batch.append(alphabet[Int(group &>> 6 & 0x3F)])
                batch.append(alphabet[Int(group & 0x3F)])
                index &+= 3
            }
            guard index < bytes.count else { return }
            let second = index &+ 1 < bytes.count ? bytes[index &+ 1] : 0
            let group = UInt32(bytes[index]) &<< 8 | UInt32(second)
            batch.append(alphabet[Int(group &>> 10 & 0x3F)])
            batch.append(alphabet[Int(group &>> 4 & 0x3F)])
            batch.append(index &+ 1 < bytes.count ? alphabet[Int(group &<< 2 & 0x3F)] : UInt8(ascii: "="))
            batch.append(UInt8(ascii: "="))
        }
    }

    /// The Base64 text of `bytes`.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        String(utf8Capacity: encodedCount(bytes.count)) { output in append(bytes, to: &output) }
    }

    /// The bytes that a text represents, or `nil` if it is not the canonical Base64 of any.
    ///
    /// Padding is required and the unused bits must be zero, so that one signature has one spelling.
    package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        guard text.count > 0 else { return [] }
        var padding = 0
        if text[text.count - 1] == UInt8(ascii: "=") { padding = text[text.count - 2] == UInt8(ascii: "=") ? 2 : 1 }
        var isValid = true
        let bytes = [UInt8](capacity: text.count / 4 * 3) { output in
            var index = 0
            while index < text.count {
                let isLast = index == text.count &- 4
                let digits = isLast ? 4 &- padding : 4
                var group: UInt32 = 0
                for offset in 0..<4 {
                    let digit = offset < digits ? value(of: text[index &+ offset]) : 0
                    guard let digit else {
                        isValid = false
                        return
                    }
                    group = group &<< 6 | UInt32(digit)
                }
                output.append(UInt8(truncatingIfNeeded: group &>> 16))
                if digits > 2 { output.append(UInt8(truncatingIfNeeded: group &>> 8)) }
                if digits > 3 { output.append(UInt8(truncatingIfNeeded: group)) }
                let unused: UInt32 = digits == 2 ? 0xFFFF : digits == 3 ? 0xFF : 0
                if group & unused != 0 { isValid = false }
                index &+= 4
            }
        }
        return isValid ? bytes : nil
    }

    @inline(__always)
    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte &- UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte &- UInt8(ascii: "a") &+ 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0") &+ 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
