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
    private var inner: Hash
    private var outer: Hash

    init(_ key: Span<UInt8>) {
        (inner, outer) = withScratch(capacity: Hash.blockByteCount) { block in
            if key.count > Hash.blockByteCount {
                var hash = Hash()
                unsafe key.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
                hash.finalize().withSpan { block.append($0) }
            } else {
                block.append(key)
            }
            while block.count < Hash.blockByteCount { block.append(0) }
            return (HMACKey.absorb(block.span, mask: 0x36), HMACKey.absorb(block.span, mask: 0x5C))
        }
    }

    private static func absorb(_ block: Span<UInt8>, mask: UInt8) -> Hash {
        var hash = Hash()
        withScratch(capacity: block.count) { masked in
            for index in block.indices { masked.append(block[index] ^ mask) }
            unsafe masked.span.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        }
        return hash
    }

    /// The code of a message.
    @inline(__always)
    func authenticationCode(for message: Span<UInt8>) -> Hash.Digest {
        var (inner, outer) = (inner, outer)
        return HMACKey.finish(&inner, &outer, message)
    }

    /// The code of a single message, for which the hashes of the key need not be copied.
    @inline(__always)
    static func authenticationCode(for message: Span<UInt8>, key: Span<UInt8>) -> Hash.Digest {
        var key = HMACKey(key)
        return finish(&key.inner, &key.outer, message)
    }

    @inline(__always)
    private static func finish(_ inner: inout Hash, _ outer: inout Hash, _ message: Span<UInt8>) -> Hash.Digest {
        unsafe message.withUnsafeBytes { unsafe inner.update(bufferPointer: $0) }
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

    /// Returns the same with a key that is used once.
    @inline(__always)
    static func isSignature(
        _ signature: Span<UInt8>,
        of message: Span<UInt8>,
        key: Span<UInt8>,
        _ digest: OAuth1Digest
    ) -> Bool {
        withScratch(capacity: StandardHMACKey.textCapacity) { text in
            switch digest.algorithm {
            case .sha1: HMACKey<Insecure.SHA1>.appendCode(for: message, key: key, to: &text)
            case .sha256: HMACKey<SHA256>.appendCode(for: message, key: key, to: &text)
            case .sha512: HMACKey<SHA512>.appendCode(for: message, key: key, to: &text)
            }
            return ConstantTime.areEqual(text.span, signature)
        }
    }
}

extension HMACKey {
    @inline(__always)
    fileprivate static func appendCode(for message: Span<UInt8>, key: Span<UInt8>, to output: inout ByteWriter) {
        append(authenticationCode(for: message, key: key), to: &output)
    }

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
        withBytes(clientSecret: clientSecret, tokenSecret: tokenSecret) { $0.copied() }
    }

    /// Lends the same without an allocation.
    @inline(__always)
    static func withBytes<Result>(
        clientSecret: OAuth1Secret,
        tokenSecret: OAuth1Secret,
        _ use: (Span<UInt8>) -> Result
    ) -> Result {
        OAuth1.withBytes(of: clientSecret.reveal()) { client in
            OAuth1.withBytes(of: tokenSecret.reveal()) { token in
                withScratch(capacity: 3 * (client.count + token.count) + 1) { output in
                    output.appendEncoded(client, .once)
                    output.append(UInt8(ascii: "&"))
                    output.appendEncoded(token, .once)
                    return use(output.span)
                }
            }
        }
    }
}
