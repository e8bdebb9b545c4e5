//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The steps from the secrets and a base string to a signature (RFC 5849 sections 3.4.2 to 3.4.4), each of which can be
/// done wrong.
struct KeySteps: Sendable {
    /// What is computed from key and base string.
    enum Code: Sendable {
        case hmac
        /// The key is the message, and the base string the key.
        case swapped
        /// A hash of these texts, joined.
        case hash(keyFirst: Bool, keyLast: Bool)
    }

    var client: [UInt8]
    var token: [UInt8]
    var encoder = StepEncoder()
    var encodings = 1
    var joiner: [UInt8] = [UInt8(ascii: "&")]
    /// A text that is the whole key.
    var replacement: [UInt8]?
    var code = Code.hmac
    /// The padding and hash of an RSA signature.
    var scheme: RSAScheme?

    /// The key of HMAC, and the signature of PLAINTEXT.
    func key() -> [UInt8] {
        if let replacement { return replacement }
        return encoder.encoded(client, times: encodings) + joiner + encoder.encoded(token, times: encodings)
    }

    /// The code of a base string.
    func code(of baseString: [UInt8], _ digest: OAuth1Digest) -> String {
        let key = key()
        switch code {
        case .hmac:
            return StandardHMACKey(key.span, digest).code(for: baseString.span)
        case .swapped:
            return StandardHMACKey(baseString.span, digest).code(for: key.span)
        case .hash(let keyFirst, let keyLast):
            return digest.bodyHash(of: (keyFirst ? key : []) + baseString + (keyLast ? key : []))
        }
    }

    /// Whether two give the same key and code.
    func isSame(as other: KeySteps) -> Bool {
        guard key() == other.key() else { return false }
        switch (scheme, other.scheme) {
        case (nil, nil): break
        case (.pss, .pss): break
        case (.pkcs1(let lhs), .pkcs1(let rhs)) where lhs == rhs: break
        default: return false
        }
        switch (code, other.code) {
        case (.hmac, .hmac), (.swapped, .swapped): return true
        case (.hash(let first, let last), .hash(let otherFirst, let otherLast)):
            return first == otherFirst && last == otherLast
        default: return false
        }
    }
}

// The secrets themselves.
extension KeySteps: Redacted {}
