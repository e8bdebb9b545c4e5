//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Crypto
import CryptoExtras
import Foundation
import OAuth1

/// Encrypts the secrets of profiles with a key that is derived from a passphrase: scrypt (RFC 7914) and ChaCha20-Poly1305
/// (RFC 8439).
struct ProfileEncryption: Sendable {
    /// How the key is derived, stored beside the encrypted secrets.
    struct Parameters: Codable, Sendable, Equatable {
        /// The costs of scrypt: 32 MiB and about a tenth of a second.
        private static let standardRounds = 1 << 15

        let kdf: String
        let salt: Data
        let rounds: Int
        let blockSize: Int
        let parallelism: Int
        /// An encrypted constant, by which a wrong passphrase is noticed before anything is encrypted with it.
        var check: Data

        fileprivate init() {
            var generator = SystemRandomNumberGenerator()
            kdf = "scrypt"
            salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            rounds = Parameters.standardRounds
            blockSize = 8
            parallelism = 1
            check = Data()
        }

        /// Derives the key; the file could ask for any amount of work.
        fileprivate func key(_ passphrase: OAuth1Secret) throws -> SymmetricKey {
            guard kdf == "scrypt", 1 << 14...1 << 18 ~= rounds, rounds.nonzeroBitCount == 1, blockSize == 8,
                parallelism == 1, 16...64 ~= salt.count
            else {
                throw CommandFailure(
                    .unreadableInput,
                    "the profiles are encrypted in a way that this version of oauth1 does not know",
                    advice: "Use a newer version"
                )
            }
            return try KDF.Scrypt.deriveKey(
                from: Data(passphrase.reveal().utf8),
                salt: salt,
                outputByteCount: 32,
                rounds: rounds,
                blockSize: blockSize,
                parallelism: parallelism,
                maxMemory: 256 * rounds * blockSize
            )
        }
    }

    let parameters: Parameters
    private let key: SymmetricKey

    /// Starts encryption with a new passphrase.
    init(new passphrase: OAuth1Secret) throws {
        var parameters = Parameters()
        key = try parameters.key(passphrase)
        parameters.check = try ProfileEncryption.seal(Data("oauth1".utf8), for: Data("check".utf8), key)
        self.parameters = parameters
    }

    /// Continues with the passphrase of stored profiles.
    ///
    /// - Throws: ``CommandFailure`` if the passphrase is another one.
    init(_ parameters: Parameters, passphrase: OAuth1Secret) throws {
        self.parameters = parameters
        key = try parameters.key(passphrase)
        guard (try? ProfileEncryption.open(parameters.check, for: Data("check".utf8), key)) == Data("oauth1".utf8)
        else {
            throw CommandFailure(
                .failed,
                "the passphrase is wrong",
                advice: "Check \(ProfilePassphrase.variable), or enter the passphrase with which the profiles were "
                    + "encrypted"
            )
        }
    }

    /// Encrypts secrets, so that they can be decrypted only beside the service, key and name that they belong to.
    func seal(_ secrets: ProfileSecrets, of profile: StoredProfile) throws -> String {
        let plaintext = try JSONEncoder().encode(secrets)
        return try Self.seal(plaintext, for: Self.context(profile), key).base64EncodedString()
    }

    /// Decrypts secrets.
    func open(_ text: String, of profile: StoredProfile) throws -> ProfileSecrets {
        guard let box = Data(base64Encoded: text), let plaintext = try? Self.open(box, for: Self.context(profile), key),
            let secrets = try? JSONDecoder().decode(ProfileSecrets.self, from: plaintext)
        else {
            throw CommandFailure(
                .unreadableInput,
                "the encrypted secrets of the profile \(profile.name) were changed, or moved to another profile",
                advice: "Run oauth1 login again"
            )
        }
        return secrets
    }

    private static func seal(_ plaintext: Data, for context: Data, _ key: SymmetricKey) throws -> Data {
        try ChaChaPoly.seal(plaintext, using: key, authenticating: context).combined
    }

    private static func open(_ box: Data, for context: Data, _ key: SymmetricKey) throws -> Data {
        try ChaChaPoly.open(ChaChaPoly.SealedBox(combined: box), using: key, authenticating: context)
    }

    /// The data that is authenticated with the secrets, so that an attacker who can write the file can't send
    /// the secrets to another service.
    private static func context(_ profile: StoredProfile) throws -> Data {
        struct Context: Encodable {
            let name: String
            let service: ProfileService
            let consumerKey: String
            let signing: ProfileSigning?
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(
            Context(
                name: profile.name,
                service: profile.service,
                consumerKey: profile.consumerKey,
                signing: profile.signing
            )
        )
    }
}
#endif
