//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("PKCS#12 files")
struct PKCS12Tests {
    private static let secret: OAuth1Secret = "correct-horse-battery"

    @Test(
        "The private key is read, with AES, 3DES or no encryption, and with an empty passphrase",
        arguments: [
            ("rsa-2048-aes256.p12", secret), ("rsa-2048-legacy-3des.p12", secret),
            ("rsa-2048-key-only.p12", secret), ("rsa-2048-unencrypted.p12", secret),
            ("rsa-2048-unencrypted.p12", ""), ("rsa-2048-empty-passphrase.p12", ""),
        ] as [(String, OAuth1Secret)]
    )
    func read(file: String, passphrase: OAuth1Secret) throws {
        let key = try OAuth1RSAPrivateKey(pkcs12: try Vectors.keyBytes(file), passphrase: passphrase)
        #expect(try key.publicKey.pem == OAuth1RSAPublicKey(pem: Vectors.key("rsa-2048-spki.pem")).pem)
        expectError(.invalidKey, saying: "2048 bits", "3072") {
            try OAuth1RSAPrivateKey(
                pkcs12: try Vectors.keyBytes(file),
                passphrase: passphrase,
                minimumBits: 3_072
            )
        }
    }

    @Test("A wrong passphrase is said", arguments: ["rsa-2048-aes256.p12", "rsa-2048-legacy-3des.p12"])
    func passphrase(file: String) throws {
        let bytes = try Vectors.keyBytes(file)
        for wrong: OAuth1Secret in ["", "wrong", "correct-horse-battery "] {
            expectError(.invalidKey, saying: "check that the passphrase is right") {
                try OAuth1RSAPrivateKey(pkcs12: bytes, passphrase: wrong)
            }
        }
    }

    @Test("A file without an RSA key is identified, with the command that converts it")
    func mistakes() throws {
        let mistakes: [(bytes: [UInt8], words: String)] = [
            ([], "not a PKCS#12 file"), (Array("x".utf8), "not a PKCS#12 file"),
            (Array(try Vectors.key("rsa-2048-pkcs8.pem").utf8), "OAuth1RSAPrivateKey(pem:)"),
            (try Vectors.keyBytes("certificate-only.p12"), "openssl pkcs12 -in FILE -nodes -nocerts -out key.pem"),
            (try Vectors.keyBytes("ec-p256.p12"), "that it is an RSA key"),
            // BER with an indefinite length, as in older exports.
            ([0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80, 0x06, 0x09, 0x2A, 0, 0], "not encoded as DER"),
        ]
        for (bytes, words) in mistakes {
            expectError(.invalidKey, saying: words) {
                try OAuth1RSAPrivateKey(pkcs12: bytes, passphrase: PKCS12Tests.secret)
            }
        }
        expectError(.limitExceeded, saying: "1048576 bytes") {
            try OAuth1RSAPrivateKey(pkcs12: [UInt8](repeating: 0x30, count: 1_048_577), passphrase: "")
        }
    }

    @Test("With any byte changed or missing, the file is read or rejected, and nothing of it is shown")
    func damage() throws {
        let bytes = try Vectors.keyBytes("rsa-2048-unencrypted.p12")
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[index] ^= 0xFF
            for damaged in [changed, Array(bytes[..<index])] {
                do {
                    _ = try OAuth1RSAPrivateKey(pkcs12: damaged, passphrase: "")
                } catch {
                    #expect(error.code == .invalidKey)
                    #expect(error.reason.utf8.count < 300)
                }
            }
        }
    }
}
