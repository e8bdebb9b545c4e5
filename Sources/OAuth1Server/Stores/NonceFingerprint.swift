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
        let texts = (nonce.nonce.utf8, nonce.clientKey.utf8, (nonce.token ?? "").utf8)
        let count = 24 + texts.0.count + texts.1.count + texts.2.count
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
            var rest = buffer[...]
            // Lengths in front keep two different triples from having the same bytes, and a token from being none.
            func add(_ text: String.UTF8View) {
                withUnsafeBytes(of: UInt64(text.count).littleEndian) { length in
                    UnsafeMutableRawBufferPointer(rebasing: rest.prefix(8)).copyMemory(from: length)
                }
                UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(8).prefix(text.count)).copyBytes(from: text)
                rest = rest.dropFirst(8 + text.count)
            }
            add(texts.0)
            add(texts.1)
            add(texts.2)
            // At once: each update costs more than the bytes.
            hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
        }
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
