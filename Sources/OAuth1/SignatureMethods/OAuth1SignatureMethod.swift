//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How requests are signed (RFC 5849 section 3.4), with the private key where the method needs one.
///
/// The shared-secret methods take their key from the consumer secret and the token secret. RSA methods carry the
/// private key, so that an RSA method without one can't be written.
public struct OAuth1SignatureMethod: Sendable, CustomStringConvertible {
    /// The name of a signature method, as in `oauth_signature_method`.
    public struct Name: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral,
        CustomStringConvertible
    {
        /// The name on the wire; names differ by case.
        public let rawValue: String

        /// Creates a name.
        ///
        /// - Parameter rawValue: The name on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Creates a name from a literal.
        ///
        /// - Parameter value: The name on the wire.
        public init(stringLiteral value: String) {
            self.init(rawValue: value)
        }

        /// The name on the wire.
        public var description: String { rawValue }

        /// `HMAC-SHA1`, what nearly every service speaks (RFC 5849 section 3.4.2).
        public static let hmacSHA1: Name = "HMAC-SHA1"
        /// `HMAC-SHA256`, required by NetSuite, Magento 2 and others.
        public static let hmacSHA256: Name = "HMAC-SHA256"
        /// `HMAC-SHA512`.
        public static let hmacSHA512: Name = "HMAC-SHA512"
        /// `RSA-SHA1` (RFC 5849 section 3.4.3).
        public static let rsaSHA1: Name = "RSA-SHA1"
        /// `RSA-SHA256`, used by Mastercard's services.
        public static let rsaSHA256: Name = "RSA-SHA256"
        /// `RSA-SHA512`.
        public static let rsaSHA512: Name = "RSA-SHA512"
        /// `RSA-PSS`, with SHA-256 and a salt of 32 bytes, used by Mastercard's signers.
        public static let rsaPSS: Name = "RSA-PSS"
        /// `PLAINTEXT`: no signature at all, the secrets themselves (RFC 5849 section 3.4.4).
        public static let plaintext: Name = "PLAINTEXT"
    }

    /// The input of a custom signature method.
    public struct Input: Sendable {
        /// The signature base string (RFC 5849 section 3.4.1).
        public let baseString: [UInt8]
        /// The client's credentials.
        public let client: OAuth1ClientCredentials
        /// The token secret; empty when there is no token.
        public let tokenSecret: OAuth1Secret

        /// Creates an input, for tests of your method.
        ///
        /// - Parameters:
        ///   - baseString: The signature base string.
        ///   - client: The client's credentials.
        ///   - tokenSecret: The token secret; empty when there is no token.
        public init(baseString: [UInt8], client: OAuth1ClientCredentials, tokenSecret: OAuth1Secret) {
            self.baseString = baseString
            self.client = client
            self.tokenSecret = tokenSecret
        }
    }

    enum Kind: Sendable {
        case hmac(OAuth1Digest)
        case rsa(RSAScheme, OAuth1RSAPrivateKey)
        case plaintext
        case custom(@Sendable (Input) throws -> String)
        case asynchronous(@Sendable (Input) async throws -> String)
    }

    /// The name in `oauth_signature_method`.
    public let name: Name
    /// The digest that `oauth_body_hash` uses with this method.
    public let bodyHashDigest: OAuth1Digest
    let kind: Kind

    private init(_ name: Name, bodyHash: OAuth1Digest, _ kind: Kind) {
        self.name = name
        self.bodyHashDigest = bodyHash
        self.kind = kind
    }

    /// The name; never a key.
    public var description: String { name.rawValue }

    /// HMAC with SHA-1 (RFC 5849 section 3.4.2).
    public static let hmacSHA1 = OAuth1SignatureMethod(.hmacSHA1, bodyHash: .sha1, .hmac(.sha1))
    /// HMAC with SHA-256.
    public static let hmacSHA256 = OAuth1SignatureMethod(.hmacSHA256, bodyHash: .sha256, .hmac(.sha256))
    /// HMAC with SHA-512.
    public static let hmacSHA512 = OAuth1SignatureMethod(.hmacSHA512, bodyHash: .sha512, .hmac(.sha512))

    /// The secrets themselves instead of a signature (RFC 5849 section 3.4.4).
    ///
    /// - Important: Protects nothing without TLS. For services that offer nothing else.
    public static let plaintext = OAuth1SignatureMethod(.plaintext, bodyHash: .sha1, .plaintext)

    /// RSASSA-PKCS1-v1_5 with SHA-1 (RFC 5849 section 3.4.3).
    ///
    /// - Important: SHA-1 is weak. For services that offer nothing else.
    /// - Parameter key: The client's private key.
    /// - Returns: The method.
    public static func rsaSHA1(_ key: OAuth1RSAPrivateKey) -> OAuth1SignatureMethod {
        OAuth1SignatureMethod(.rsaSHA1, bodyHash: .sha1, .rsa(.pkcs1(.sha1), key))
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    ///
    /// - Parameter key: The client's private key.
    /// - Returns: The method.
    public static func rsaSHA256(_ key: OAuth1RSAPrivateKey) -> OAuth1SignatureMethod {
        OAuth1SignatureMethod(.rsaSHA256, bodyHash: .sha256, .rsa(.pkcs1(.sha256), key))
    }

    /// RSASSA-PKCS1-v1_5 with SHA-512.
    ///
    /// - Parameter key: The client's private key.
    /// - Returns: The method.
    public static func rsaSHA512(_ key: OAuth1RSAPrivateKey) -> OAuth1SignatureMethod {
        OAuth1SignatureMethod(.rsaSHA512, bodyHash: .sha512, .rsa(.pkcs1(.sha512), key))
    }

    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes, used by Mastercard's signers.
    ///
    /// - Parameter key: The client's private key.
    /// - Returns: The method.
    public static func rsaPSS(_ key: OAuth1RSAPrivateKey) -> OAuth1SignatureMethod {
        OAuth1SignatureMethod(.rsaPSS, bodyHash: .sha256, .rsa(.pss, key))
    }

    /// A custom signature method.
    ///
    /// - Parameters:
    ///   - name: Its name in `oauth_signature_method`.
    ///   - bodyHash: The digest of `oauth_body_hash` with this method.
    ///   - sign: Makes the value of `oauth_signature`, not percent-encoded.
    /// - Returns: The method.
    public static func custom(
        _ name: Name,
        bodyHash: OAuth1Digest,
        sign: @escaping @Sendable (Input) throws -> String
    ) -> OAuth1SignatureMethod {
        OAuth1SignatureMethod(name, bodyHash: bodyHash, .custom(sign))
    }

    /// A signature method whose key is elsewhere, such as in an HSM or a key management service.
    ///
    /// Only ``OAuth1Signer/signAsynchronously(_:body:_:)`` and the clients can use it.
    ///
    /// - Parameters:
    ///   - name: Its name in `oauth_signature_method`.
    ///   - bodyHash: The digest of `oauth_body_hash` with this method.
    ///   - sign: Makes the value of `oauth_signature`, not percent-encoded.
    /// - Returns: The method.
    public static func asynchronous(
        _ name: Name,
        bodyHash: OAuth1Digest,
        sign: @escaping @Sendable (Input) async throws -> String
    ) -> OAuth1SignatureMethod {
        OAuth1SignatureMethod(name, bodyHash: bodyHash, .asynchronous(sign))
    }
}
