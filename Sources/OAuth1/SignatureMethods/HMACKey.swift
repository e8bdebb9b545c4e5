//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An HMAC key (RFC 2104) that a hash has absorbed already, so that each signature pays for its message only.
///
/// swift-crypto's `HMAC` can be copied after it has absorbed its key, too, but reaches its hash through unspecialized
/// generic code, which costs a quarter of the time of a signature. The tests compare the two for keys of every length.
///
/// Not copyable, as a copy counts references to both hashes.
struct HMACKey<Hash: HashFunction & Sendable>: ~Copyable, Sendable {
    private let inner: Hash
    private let outer: Hash

    init(_ key: Span<UInt8>) {
        var block = [UInt8](repeating: 0, count: Hash.blockByteCount)
        if key.count > block.count {
            var hash = Hash()
            unsafe key.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
            hash.finalize()
                .withSpan { digest in
                    for index in digest.indices { block[index] = digest[index] }
                }
        } else {
            for index in key.indices { block[index] = key[index] }
        }
        self.inner = HMACKey.absorb(block, mask: 0x36)
        self.outer = HMACKey.absorb(block, mask: 0x5C)
    }

    private static func absorb(_ block: [UInt8], mask: UInt8) -> Hash {
        var hash = Hash()
        hash.update(data: block.map { $0 ^ mask })
        return hash
    }

    /// The code of a message.
    @inline(__always)
    func authenticationCode(for message: Span<UInt8>) -> Hash.Digest {
        var inner = inner
        unsafe message.withUnsafeBytes { unsafe inner.update(bufferPointer: $0) }
        var outer = outer
        unsafe inner.finalize().withUnsafeBytes { unsafe outer.update(bufferPointer: $0) }
        return outer.finalize()
    }
}

/// An HMAC key of one of the three standard methods.
enum StandardHMACKey: ~Copyable, Sendable {
    case sha1(HMACKey<Insecure.SHA1>)
    case sha256(HMACKey<SHA256>)
    case sha512(HMACKey<SHA512>)

    init(_ key: Span<UInt8>, _ digest: OAuth1Digest) {
        switch digest.algorithm {
        case .sha1: self = .sha1(HMACKey(key))
        case .sha256: self = .sha256(HMACKey(key))
        case .sha512: self = .sha512(HMACKey(key))
        }
    }

    /// The most characters that the Base64 text of a code can have.
    static let textCapacity = 88

    /// Appends the Base64 text of the code of a message.
    @inline(__always)
    func appendCode(for message: Span<UInt8>, to output: inout ByteWriter) {
        switch self {
        case .sha1(let key): HMACKey<Insecure.SHA1>.append(key.authenticationCode(for: message), to: &output)
        case .sha256(let key): HMACKey<SHA256>.append(key.authenticationCode(for: message), to: &output)
        case .sha512(let key): HMACKey<SHA512>.append(key.authenticationCode(for: message), to: &output)
        }
    }

    /// Returns whether `signature` is the Base64 text of a message's code, in constant time.
    ///
    /// The texts are compared, not the codes: a code has one canonical text, which is the only one that is accepted.
    @inline(__always)
    func isSignature(_ signature: Span<UInt8>, of message: Span<UInt8>) -> Bool {
        withScratch(capacity: StandardHMACKey.textCapacity) { text in
            appendCode(for: message, to: &text)
            return ConstantTime.areEqual(text.span, signature)
        }
    }
}

extension HMACKey {
    @inline(__always)
    fileprivate static func append(_ digest: Hash.Digest, to output: inout ByteWriter) {
        unsafe digest.withUnsafeBytes { bytes in
            unsafe Base64.append(bytes.assumingMemoryBound(to: UInt8.self).span, to: &output)
        }
    }
}

/// The key of the shared-secret methods (RFC 5849 sections 3.4.2 and 3.4.4).
enum SharedSecretKey {
    /// `client secret & token secret`, each percent-encoded; the ampersand is there even when both are empty.
    static func bytes(clientSecret: OAuth1Secret, tokenSecret: OAuth1Secret) -> [UInt8] {
        let client = Array(clientSecret.reveal().utf8)
        let token = Array(tokenSecret.reveal().utf8)
        return [UInt8](capacity: 3 * (client.count + token.count) + 1) { output in
            output.appendEncoded(client.span, .once)
            output.append(UInt8(ascii: "&"))
            output.appendEncoded(token.span, .once)
        }
    }
}
