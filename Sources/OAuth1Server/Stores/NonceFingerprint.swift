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
        var hash = SHA256()
        // Lengths in front keep two different triples from having the same bytes, and a token from being none.
        func add(_ text: String) {
            withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
            var text = text
            text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        add(nonce.nonce)
        add(nonce.clientKey)
        add(nonce.token ?? "")
        // Not as a sequence, which would be copied into an array first.
        (high, low) = hash.finalize()
            .withUnsafeBytes { digest in
                (
                    UInt64(bigEndian: digest.loadUnaligned(as: UInt64.self)),
                    UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
    }

    /// Half of the hash is enough to find a place.
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// The 16 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }
}
