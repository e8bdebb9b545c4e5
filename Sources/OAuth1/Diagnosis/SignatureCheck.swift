//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Compares codes with the signature that was sent, in each of its readings and with each method that its length allows.
struct SignatureCheck: Sendable {
    private let sent: SentSignature
    private let declared: OAuth1SignatureMethod.Name
    private let hasSecrets: Bool
    private let publicKey: OAuth1RSAPublicKey?
    private let codes: [(reading: SentSignature.Reading, digest: OAuth1Digest)]
    private let signatures: [SentSignature.Reading]

    init(
        _ sent: SentSignature,
        declared: OAuth1SignatureMethod.Name,
        hasSecrets: Bool,
        publicKey: OAuth1RSAPublicKey?
    ) {
        self.sent = sent
        self.declared = declared
        self.hasSecrets = hasSecrets
        self.publicKey = publicKey
        codes = sent.readings.compactMap { reading in
            switch reading.bytes.count {
            case 20: (reading, .sha1)
            case 32: (reading, .sha256)
            case 64: (reading, .sha512)
            default: nil
            }
        }
        signatures = sent.readings.filter { publicKey?.signatureByteCount == $0.bytes.count }
    }

    /// The mistakes of the signature's text and method if a base string and a key give it, or `nil` if they don't.
    func mistakes(_ baseString: [UInt8], _ key: KeySteps) -> [String]? {
        rsaMistakes(baseString, key) ?? codeMistakes(baseString, key) ?? textMistakes(baseString, key)
    }

    private func codeMistakes(_ baseString: [UInt8], _ key: KeySteps) -> [String]? {
        guard hasSecrets || key.replacement != nil else { return nil }
        for (reading, digest) in codes where key.code(of: baseString, digest) == reading.base64 {
            if let expected = OAuth1VerificationKey.digest(declared) {
                return reading.mistakes + (expected == digest ? [] : ["wrong-hash"])
            }
            if declared == .plaintext { return reading.mistakes + ["hmac-instead-of-plaintext"] }
            // A key file that is the secret is a mistake that has a name.
            let isNamed = key.replacement != nil || RSAScheme(declared) == nil
            return reading.mistakes + (isNamed ? [] : ["hmac-instead-of-rsa"])
        }
        return nil
    }

    private func rsaMistakes(_ baseString: [UInt8], _ key: KeySteps) -> [String]? {
        guard let publicKey, !signatures.isEmpty else { return nil }
        let declaredScheme = RSAScheme(declared)
        let schemes: [RSAScheme] =
            if let scheme = key.scheme ?? declaredScheme {
                [scheme]
            } else {
                [.pkcs1(.sha1), .pkcs1(.sha256), .pkcs1(.sha512), .pss]
            }
        for reading in signatures where publicKey.isBelowModulus(reading.bytes) {
            for scheme in schemes where publicKey.isValid(reading.bytes, for: baseString, scheme) {
                return reading.mistakes + (declaredScheme == nil ? ["rsa-instead-of-hmac"] : [])
            }
        }
        return nil
    }

    private func textMistakes(_ baseString: [UInt8], _ key: KeySteps) -> [String]? {
        guard hasSecrets, case .hmac = key.code else { return nil }
        let secret = key.key()
        // Empty secrets would match a text without any meaning.
        guard !secret.isEmpty, declared == .plaintext || secret != [UInt8(ascii: "&")] else { return nil }
        for (text, mistakes) in sent.texts {
            if text == secret { return mistakes + (declared == .plaintext ? [] : ["plaintext-instead-of-hmac"]) }
            guard declared == .plaintext else { continue }
            if text == baseString || text == Array(Base64.encode(baseString.span).utf8) {
                return mistakes + ["plaintext-with-base-string"]
            }
        }
        return nil
    }
}

extension SignatureCheck: Redacted {}
