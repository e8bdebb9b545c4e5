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

/// A hash function, as signature methods and `oauth_body_hash` use it.
public struct OAuth1Digest: Sendable, Hashable, CustomStringConvertible {
    enum Algorithm: String, Sendable {
        case sha1 = "SHA-1"
        case sha256 = "SHA-256"
        case sha512 = "SHA-512"
    }

    let algorithm: Algorithm

    /// SHA-1, with HMAC-SHA1, RSA-SHA1 and PLAINTEXT.
    public static let sha1 = OAuth1Digest(algorithm: .sha1)
    /// SHA-256, with HMAC-SHA256, RSA-SHA256 and RSA-PSS.
    public static let sha256 = OAuth1Digest(algorithm: .sha256)
    /// SHA-512, with HMAC-SHA512 and RSA-SHA512.
    public static let sha512 = OAuth1Digest(algorithm: .sha512)

    /// The hash function's name.
    public var description: String { algorithm.rawValue }

    /// The value of `oauth_body_hash` for a body: the Base64 text of its hash (draft-eaton-oauth-bodyhash).
    ///
    /// - Parameter body: The bytes of the body, as they are sent.
    /// - Returns: The text, not percent-encoded.
    public func bodyHash(of body: [UInt8]) -> String {
        switch algorithm {
        case .sha1: Insecure.SHA1.hash(data: body).base64
        case .sha256: SHA256.hash(data: body).base64
        case .sha512: SHA512.hash(data: body).base64
        }
    }
}

extension OAuth1Digest {
    /// Computes the value of `oauth_body_hash` for a body that comes in pieces.
    public struct BodyHasher: Sendable {
        private enum State: Sendable {
            case sha1(Insecure.SHA1)
            case sha256(SHA256)
            case sha512(SHA512)
        }

        private var state: State

        /// Creates a hasher.
        ///
        /// - Parameter digest: The hash function.
        public init(_ digest: OAuth1Digest) {
            state =
                switch digest.algorithm {
                case .sha1: .sha1(Insecure.SHA1())
                case .sha256: .sha256(SHA256())
                case .sha512: .sha512(SHA512())
                }
        }

        /// Adds the next piece.
        ///
        /// - Parameter bytes: The bytes.
        public mutating func update(_ bytes: [UInt8]) {
            switch state {
            case .sha1(var hash):
                hash.update(data: bytes)
                state = .sha1(hash)
            case .sha256(var hash):
                hash.update(data: bytes)
                state = .sha256(hash)
            case .sha512(var hash):
                hash.update(data: bytes)
                state = .sha512(hash)
            }
        }

        /// The Base64 text of the hash of all pieces so far, not percent-encoded.
        public var bodyHash: String {
            switch state {
            case .sha1(let hash): hash.finalize().base64
            case .sha256(let hash): hash.finalize().base64
            case .sha512(let hash): hash.finalize().base64
            }
        }
    }
}

extension Digest {
    /// The digest's bytes, for the time of the call.
    @inline(__always)
    func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        unsafe withUnsafeBytes { bytes in
            unsafe body(bytes.assumingMemoryBound(to: UInt8.self).span)
        }
    }

    fileprivate var base64: String { withSpan { Base64.encode($0) } }
}
