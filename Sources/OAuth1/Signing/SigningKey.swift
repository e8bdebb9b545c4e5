//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The key of one signer, prepared when the signer is created.
enum SigningKey: ~Copyable, Sendable {
    case hmac(StandardHMACKey)
    case plaintext(String)
    case rsa(RSAScheme, OAuth1RSAPrivateKey)
    case custom(@Sendable (OAuth1SignatureMethod.Input) throws -> String)
    case asynchronous(@Sendable (OAuth1SignatureMethod.Input) async throws -> String)

    init(_ method: OAuth1SignatureMethod, clientSecret: OAuth1Secret, tokenSecret: OAuth1Secret) {
        let secret = SharedSecretKey.bytes(clientSecret: clientSecret, tokenSecret: tokenSecret)
        switch method.kind {
        case .hmac(let digest): self = .hmac(StandardHMACKey(secret.span, digest))
        case .plaintext: self = .plaintext(String(decoding: secret, as: UTF8.self))
        case .rsa(let scheme, let key): self = .rsa(scheme, key)
        case .custom(let sign): self = .custom(sign)
        case .asynchronous(let sign): self = .asynchronous(sign)
        }
    }

    var isAsynchronous: Bool {
        switch self {
        case .asynchronous: true
        default: false
        }
    }

    var isHMAC: Bool {
        switch self {
        case .hmac: true
        default: false
        }
    }

    /// Appends the Base64 text of the HMAC of a message; nothing if the key is of another kind.
    func appendHMAC(of message: Span<UInt8>, to output: inout ByteWriter) {
        switch self {
        case .hmac(let key): key.appendCode(for: message, to: &output)
        default: break
        }
    }

    /// The value of `oauth_signature`, not percent-encoded.
    func signature(for input: OAuth1SignatureMethod.Input) throws(OAuth1Error) -> String {
        switch self {
        case .hmac(let key):
            return key.code(for: input.baseString.span)
        case .plaintext(let secret):
            return secret
        case .rsa(let scheme, let key):
            return try key.signature(for: input.baseString, scheme)
        case .custom(let sign):
            do { return try sign(input) } catch { throw SigningKey.failure(error) }
        case .asynchronous:
            throw OAuth1Error(
                .asynchronousMethod,
                "this signature method signs asynchronously: call signAsynchronously, or use a client"
            )
        }
    }

    /// The value of `oauth_signature`, not percent-encoded, whichever method it is.
    func signatureAsynchronously(for input: OAuth1SignatureMethod.Input) async throws -> String {
        switch self {
        case .asynchronous(let sign):
            do {
                return try await sign(input)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                throw SigningKey.failure(error)
            }
        default:
            return try signature(for: input)
        }
    }

    /// A failure of the user's own code: its own error if it is one of ours, otherwise its type, as its text could
    /// have a secret.
    private static func failure(_ error: any Error) -> OAuth1Error {
        error as? OAuth1Error
            ?? OAuth1Error(.signingFailed, "the custom signature method threw an error of type \(type(of: error))")
    }
}

extension StandardHMACKey {
    /// The Base64 text of the code of a message.
    func code(for message: Span<UInt8>) -> String {
        String(utf8Capacity: StandardHMACKey.textCapacity) { output in appendCode(for: message, to: &output) }
    }
}
