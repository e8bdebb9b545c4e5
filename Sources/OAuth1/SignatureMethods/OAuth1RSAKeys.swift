//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import CryptoExtras

/// The padding and digest of an RSA signature method.
enum RSAScheme: Sendable {
    case pkcs1(OAuth1Digest)
    case pss

    var padding: _RSA.Signing.Padding {
        switch self {
        case .pkcs1: .insecurePKCS1v1_5
        case .pss: .PSS
        }
    }

    var digest: OAuth1Digest {
        switch self {
        case .pkcs1(let digest): digest
        case .pss: .sha256
        }
    }
}

/// A client's RSA private key, for RSA-SHA1, RSA-SHA256, RSA-SHA512 and RSA-PSS.
///
/// Descriptions and mirrors show the key's size only.
public struct OAuth1RSAPrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: _RSA.Signing.PrivateKey

    init(_ key: _RSA.Signing.PrivateKey) {
        self.key = key
    }

    /// Reads a private key from the PEM text of PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`).
    ///
    /// The first such block is read; certificates, remarks, indentation and a byte order mark around it are skipped.
    ///
    /// - Parameters:
    ///   - pem: The text of the file, at most 1 MiB.
    ///   - minimumBits: The smallest size to accept, in bits; keys below 1,024 bits are always rejected.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidKey`` that says what the text is instead.
    public init(pem: String, minimumBits: Int = 2_048) throws(OAuth1Error) {
        let document = try PEMText(pem, expecting: .privateKey)
        self.init(try document.read { try _RSA.Signing.PrivateKey(unsafePEMRepresentation: $0) })
        try PEMText.check(bits: bitCount, minimum: minimumBits)
    }

    /// Reads an encrypted private key from its PEM text.
    ///
    /// Both encrypted PKCS#8 (`ENCRYPTED PRIVATE KEY`) and the older PKCS#1 with `Proc-Type: 4,ENCRYPTED` are read.
    ///
    /// - Parameters:
    ///   - encryptedPEM: The text of the file, at most 1 MiB.
    ///   - passphrase: The passphrase, in ASCII and shorter than 1,024 bytes.
    ///   - minimumBits: The smallest size to accept, in bits; keys below 1,024 bits are always rejected.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidKey``, or ``OAuth1Error/Code/limitExceeded`` if the
    ///   file is too large, or its passphrase has more than 2,000,000 iterations.
    public init(
        encryptedPEM: String,
        passphrase: OAuth1Secret,
        minimumBits: Int = 2_048
    ) throws(OAuth1Error) {
        let document = try PEMText(encryptedPEM, expecting: .encryptedPrivateKey)
        let hint = "check that the passphrase is right and that it is an RSA key"
        try document.checkPassphraseWork(hint: hint)
        let secret = Array(passphrase.reveal().utf8)
        try PassphraseWork.checkSpelling(of: secret)
        self.init(
            try document.read(hint: hint) { text in
                try _RSA.Signing.PrivateKey(encryptedPEMRepresentation: text) { setPassphrase in
                    setPassphrase(secret)
                }
            }
        )
        try PEMText.check(bits: bitCount, minimum: minimumBits)
    }

    /// Makes a new key.
    ///
    /// - Parameter bits: The size in bits, 2,048 or more.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidKey`` if no key of that size can be made.
    public init(generatingBits bits: Int) throws(OAuth1Error) {
        try PEMText.check(bits: bits, minimum: 2_048)
        self.init(try PEMText.read { try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits)) })
    }

    /// The size of the key in bits.
    public var bitCount: Int { key.keySizeInBits }

    /// The public key, which the service needs.
    public var publicKey: OAuth1RSAPublicKey { OAuth1RSAPublicKey(key.publicKey) }

    /// The key's size, nothing else of it.
    public var description: String { "OAuth1RSAPrivateKey(\(bitCount) bits, <redacted>)" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    func signature(for baseString: [UInt8], _ scheme: RSAScheme) throws(OAuth1Error) -> String {
        do {
            let signature =
                switch scheme.digest.algorithm {
                case .sha1: try key.signature(for: Insecure.SHA1.hash(data: baseString), padding: scheme.padding)
                case .sha256: try key.signature(for: SHA256.hash(data: baseString), padding: scheme.padding)
                case .sha512: try key.signature(for: SHA512.hash(data: baseString), padding: scheme.padding)
                }
            return unsafe signature.withUnsafeBytes { bytes in
                unsafe Base64.encode(bytes.assumingMemoryBound(to: UInt8.self).span)
            }
        } catch {
            throw OAuth1Error(
                .signingFailed,
                "the RSA key of \(bitCount) bits can't sign with \(scheme.digest): \(type(of: error))"
            )
        }
    }
}

/// A client's RSA public key, with which a provider verifies.
public struct OAuth1RSAPublicKey: Sendable, CustomStringConvertible {
    private let key: _RSA.Signing.PublicKey
    /// The modulus without leading zeros; empty if the library does not expose it.
    private let modulus: [UInt8]

    init(_ key: _RSA.Signing.PublicKey) {
        self.key = key
        self.modulus = (try? key.getKeyPrimitives()).map { Array($0.modulus.drop { $0 == 0 }) } ?? []
    }

    /// How many bytes a signature has.
    package var signatureByteCount: Int { (bitCount + 7) / 8 }

    /// Returns whether a signature of the right length is a number below the modulus.
    func isBelowModulus(_ signature: [UInt8]) -> Bool {
        modulus.isEmpty || signature.lexicographicallyPrecedes(modulus)
    }

    /// Reads a public key from the PEM text of SPKI (`PUBLIC KEY`) or PKCS#1 (`RSA PUBLIC KEY`).
    ///
    /// - Parameters:
    ///   - pem: The text of the file.
    ///   - minimumBits: The smallest size to accept, in bits; keys below 1,024 bits are always rejected.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidKey`` that says what the text is instead.
    public init(pem: String, minimumBits: Int = 2_048) throws(OAuth1Error) {
        let document = try PEMText(pem, expecting: .publicKey)
        self.init(try document.read { try _RSA.Signing.PublicKey(unsafePEMRepresentation: $0) })
        try PEMText.check(bits: bitCount, minimum: minimumBits)
    }

    /// The size of the key in bits.
    public var bitCount: Int { key.keySizeInBits }

    /// The PEM text (SPKI).
    public var pem: String { key.pemRepresentation }

    /// The key's size.
    public var description: String { "OAuth1RSAPublicKey(\(bitCount) bits)" }

    func isValid(_ signature: [UInt8], for baseString: [UInt8], _ scheme: RSAScheme) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        return switch scheme.digest.algorithm {
        case .sha1:
            key.isValidSignature(signature, for: Insecure.SHA1.hash(data: baseString), padding: scheme.padding)
        case .sha256:
            key.isValidSignature(signature, for: SHA256.hash(data: baseString), padding: scheme.padding)
        case .sha512:
            key.isValidSignature(signature, for: SHA512.hash(data: baseString), padding: scheme.padding)
        }
    }
}
