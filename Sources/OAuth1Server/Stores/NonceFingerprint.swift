//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto

/// 128 bits of the hash of a nonce, its client and its token.
///
/// Two nonces with the same would cost a request, not let one through twice.
package struct NonceFingerprint: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Creates the fingerprint of a nonce, without its timestamp.
    package init(_ nonce: OAuth1UsedNonce) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        // Lengths in front keep two different triples from having the same bytes, and a token from being none.
        for text in [nonce.nonce, nonce.clientKey, nonce.token ?? ""] {
            let count = UInt64(text.utf8.count)
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: count >> shift))
            }
            bytes.append(contentsOf: text.utf8)
        }
        var words = (high: UInt64(0), low: UInt64(0))
        for (index, byte) in SHA256.hash(data: bytes).enumerated() where index < 16 {
            if index < 8 {
                words.high = words.high << 8 | UInt64(byte)
            } else {
                words.low = words.low << 8 | UInt64(byte)
            }
        }
        (high, low) = words
    }

    /// The 16 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }
}
