//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1

/// The signature methods of the tool, by their `oauth_signature_method`; case does not matter.
enum SignatureMethodName: String, CaseIterable, ExpressibleByArgument {
    case hmacSHA1 = "HMAC-SHA1"
    case hmacSHA256 = "HMAC-SHA256"
    case hmacSHA512 = "HMAC-SHA512"
    case rsaSHA1 = "RSA-SHA1"
    case rsaSHA256 = "RSA-SHA256"
    case rsaSHA512 = "RSA-SHA512"
    case rsaPSS = "RSA-PSS"
    case plaintext = "PLAINTEXT"

    init?(argument: String) {
        self.init(rawValue: argument.uppercased())
    }

    var isRSA: Bool { rawValue.hasPrefix("RSA-") }

    /// The method, with the key from the file if it needs one.
    func method(keyFile: String?, passphrase: OAuth1Secret?) throws -> OAuth1SignatureMethod {
        switch self {
        case .hmacSHA1: .hmacSHA1
        case .hmacSHA256: .hmacSHA256
        case .hmacSHA512: .hmacSHA512
        case .plaintext: .plaintext
        case .rsaSHA1: .rsaSHA1(try key(keyFile, passphrase))
        case .rsaSHA256: .rsaSHA256(try key(keyFile, passphrase))
        case .rsaSHA512: .rsaSHA512(try key(keyFile, passphrase))
        case .rsaPSS: .rsaPSS(try key(keyFile, passphrase))
        }
    }

    private func key(_ file: String?, _ passphrase: OAuth1Secret?) throws -> OAuth1RSAPrivateKey {
        guard let file else { throw ValidationError("\(rawValue) needs a private key: add --rsa-key FILE.") }
        let bytes = try InputFile.read(file, option: "--rsa-key", limit: 1_048_576)
        return try Self.privateKey(bytes, passphrase: passphrase)
    }

    /// Reads the private key of a file in PEM or PKCS #12 format.
    static func privateKey(_ bytes: [UInt8], passphrase: OAuth1Secret?) throws -> OAuth1RSAPrivateKey {
        let pem = String(decoding: bytes, as: UTF8.self)
        do {
            // Old services have short keys, and decide themselves which they accept.
            if let passphrase, pem.contains("ENCRYPTED") {
                return try OAuth1RSAPrivateKey(encryptedPEM: pem, passphrase: passphrase, minimumBits: 1_024)
            }
            if OAuth1RSAPrivateKey.isPKCS12(bytes) {
                return try OAuth1RSAPrivateKey(pkcs12: bytes, passphrase: passphrase ?? "", minimumBits: 1_024)
            }
            return try OAuth1RSAPrivateKey(pem: pem, minimumBits: 1_024)
        } catch {
            let hint = pem.contains("ENCRYPTED") ? " (set \(CommandLineSecrets.passphraseName))" : ""
            throw ValidationError("--rsa-key: \(error.reason)\(hint)")
        }
    }
}
#endif
