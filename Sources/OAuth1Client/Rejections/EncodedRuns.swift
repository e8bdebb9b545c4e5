//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What is in Base64 or hexadecimal in a text, as headers of proxies and dumps of requests have it.
enum EncodedRuns {
    /// The fewest characters that are decoded: fewer can't hold a secret that is searched for.
    private static let shortest = 12

    /// Calls a closure with each run of letters that may be encoded, and what it is decoded.
    static func visit(_ text: [UInt8], _ body: (Range<Int>, [UInt8]) -> Void) {
        var index = 0
        while index < text.count {
            guard isBase64(text[index]) else {
                index += 1
                continue
            }
            let start = index
            var isWord = true
            while index < text.count, isBase64(text[index]) {
                isWord = isWord && isInWord(text[index])
                index += 1
            }
            let run = text[start..<index]
            // What has only lowercase letters in it is a word, or several: nothing encoded is.
            guard run.count >= shortest, !isWord else { continue }
            while index < text.count, text[index] == UInt8(ascii: "=") { index += 1 }
            // A path in front of it has the same letters, so that any of the first may be the one to start with.
            for offset in 0..<4 {
                if let bytes = decodedBase64(run.dropFirst(offset)) { body(start..<index, bytes) }
            }
            visitHex(run) { body(start..<index, $0) }
        }
    }

    /// Calls a closure with what is decoded of each run of hexadecimal digits.
    private static func visitHex(_ run: ArraySlice<UInt8>, _ body: ([UInt8]) -> Void) {
        for digits in run.split(whereSeparator: { hexValue($0) == nil }) where digits.count >= shortest {
            body(decodedHex(digits))
            body(decodedHex(digits.dropFirst()))
        }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || [0x2B, 0x2D, 0x2F, 0x5F].contains(byte)
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || [0x2D, 0x2F, 0x5F].contains(byte)
    }

    /// The bytes of a run in either alphabet; without padding, the last one or two are missing.
    private static func decodedBase64(_ run: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = run.prefix(run.count / 4 * 4)
            .map { byte in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            }
        return Base64.decode(digits.span)
    }

    private static func decodedHex(_ run: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(run.count / 2)
        var index = run.startIndex
        while index + 1 < run.endIndex {
            bytes.append((hexValue(run[index]) ?? 0) << 4 | (hexValue(run[index + 1]) ?? 0))
            index += 2
        }
        return bytes
    }

    /// The value of a hexadecimal digit.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
