//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A percent-encoder with the mistakes that real encoders make.
struct StepEncoder: Sendable, Equatable {
    /// Characters that are left as they are, in addition to the unreserved ones.
    var raw: [UInt8] = []
    /// Whether a tilde is encoded.
    var encodesTilde = false
    /// Whether a space becomes a plus sign.
    var spaceIsPlus = false
    /// Whether hex digits are in lower case.
    var isLowercase = false

    /// Encodes a text so many times.
    func encoded(_ text: [UInt8], times: Int = 1) -> [UInt8] {
        var text = text
        for _ in 0..<max(0, times) { text = encodedOnce(text) }
        return text
    }

    private func encodedOnce(_ text: [UInt8]) -> [UInt8] {
        [UInt8](capacity: 3 * text.count) { output in
            for byte in text {
                if isKept(byte) {
                    output.append(byte)
                } else if byte == UInt8(ascii: " "), spaceIsPlus {
                    output.append(UInt8(ascii: "+"))
                } else {
                    output.append(UInt8(ascii: "%"))
                    output.append(digit(byte >> 4))
                    output.append(digit(byte & 0xF))
                }
            }
        }
    }

    private func isKept(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "~"), encodesTilde { return false }
        return PercentEncoding.isUnreserved(byte) || raw.contains(byte)
    }

    private func digit(_ nibble: UInt8) -> UInt8 {
        let digit = PercentEncoding.hexDigit(nibble)
        return isLowercase ? digit.asciiLowercased : digit
    }
}
