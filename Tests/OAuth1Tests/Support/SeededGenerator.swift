//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// SplitMix64: random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension SeededGenerator {
    /// Some random bytes, special ones more often than others.
    mutating func bytes(upTo count: Int) -> [UInt8] {
        let special = Array("&=+%;?#/\"\\, ~\0\u{E9}".utf8)
        return (0..<Int.random(in: 0...count, using: &self))
            .map { _ in
                Bool.random(using: &self)
                    ? special[Int.random(in: 0..<special.count, using: &self)]
                    : UInt8.random(in: .min ... .max, using: &self)
            }
    }

    /// A random text of few characters, special ones more often than others.
    mutating func text(upTo count: Int) -> String {
        let special = Array("&=+%;?#/\"\\, ~:@!*'()[]{}|^`<>$\u{E9}\u{1F600}\u{65E5}")
        return String(
            (0..<Int.random(in: 0...count, using: &self))
                .map { _ in
                    Bool.random(using: &self)
                        ? special[Int.random(in: 0..<special.count, using: &self)]
                        : Character(UnicodeScalar(UInt8.random(in: 0x21...0x7E, using: &self)))
                }
        )
    }
}
