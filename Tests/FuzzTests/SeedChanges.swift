//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Small changes of seeds, the same in every run (SplitMix64).
struct SeedChanges: RandomNumberGenerator {
    private static let pieces = [
        "%", "%00", "%25", "%2", "+", "&", "&&", "=", "#", "?", "/", "\"", "\\", ",", "\n", "\r", "\0", "\u{E9}",
        "\u{1F600}",
        "oauth_", "oauth_token=", "oauth_signature=\"", "oauth_problem=", "{", "[", "<", "-----BEGIN",
        "999999999999999999999",
    ]
    .map { Array($0.utf8) }

    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A seed with up to four changes.
    mutating func changed(_ seed: [UInt8], with other: [UInt8]) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let position = Int.random(in: 0...bytes.count, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0 where position < bytes.count: bytes[position] = UInt8.random(in: 0...255, using: &self)
            case 1 where position < bytes.count: bytes.remove(at: position)
            case 2:
                bytes.insert(contentsOf: Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &self)], at: position)
            case 3: bytes.insert(contentsOf: other.suffix(Int.random(in: 0...20, using: &self)), at: position)
            case 4: bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 0...8, using: &self)))
            default: bytes.insert(UInt8.random(in: 0...255, using: &self), at: position)
            }
        }
        return bytes
    }
}
