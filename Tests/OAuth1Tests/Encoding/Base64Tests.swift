//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import OAuth1

@Suite("Base64")
struct Base64Tests {
    @Test("Encoding and decoding agree with Foundation", arguments: 0...70)
    func foundation(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        for _ in 0..<20 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes.span) == text)
            #expect(Base64.decode(Array(text.utf8).span) == bytes)
        }
    }

    @Test("Every byte in every position", arguments: 1...3)
    func everyByte(count: Int) {
        for byte in UInt8.min...UInt8.max {
            for position in 0..<count {
                var bytes = [UInt8](repeating: 0, count: count)
                bytes[position] = byte
                #expect(Base64.encode(bytes.span) == Data(bytes).base64EncodedString())
                #expect(Base64.decode(Array(Base64.encode(bytes.span).utf8).span) == bytes)
            }
        }
    }

    @Test(
        "Texts that are not canonical are rejected",
        arguments: [
            "A", "AA", "AAA", "AA=", "A===", "====", "=", "==", "AA=A", "=AAA", "A=AA", "AB==", "AAB=", "//==",
            "AA==AA==",
            "AAAA=", "AAAA====", "AAA\n", "AA A", "AAA-", "AAA_", "AAA\u{E9}", "AAAA\n", " AAAA", "AAA\0", "AAA.",
        ]
    )
    func refused(text: String) {
        #expect(Base64.decode(Array(text.utf8).span) == nil)
    }

    @Test("Each of the 64 values of a last digit: canonical only if the unused bits are zero")
    func unusedBits() {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        for (value, digit) in digits.enumerated() {
            #expect((Base64.decode(Array("A\(digit)==".utf8).span) != nil) == (value % 16 == 0))
            #expect((Base64.decode(Array("AA\(digit)=".utf8).span) != nil) == (value % 4 == 0))
            #expect(Base64.decode(Array("AAA\(digit)".utf8).span) == [0, 0, UInt8(value)])
        }
    }
}
