//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import OAuth1

@Suite("The work of passphrases")
struct PassphraseWorkTests {
    private static let data: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]
    private static let keyBag: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x02]
    private static let tripleDES: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x03]
    private static let pbes2: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D]
    private static let pbkdf2: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C]
    private static let aes256: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A]

    private static func element(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        let content = parts.flatMap { $0 }
        let length: [UInt8] =
            content.count < 0x80
            ? [UInt8(content.count)] : [0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)]
        return [tag] + length + content
    }

    /// An encrypted key of nonsense that names so many iterations.
    private static func encryptedKey(_ iterations: [UInt8], isPBES2: Bool) -> [UInt8] {
        let parameters = element(0x30, element(0x04, [1, 2, 3, 4, 5, 6, 7, 8]), element(0x02, iterations))
        let algorithm =
            isPBES2
            ? element(
                0x30,
                element(0x06, pbes2),
                element(
                    0x30,
                    element(0x30, element(0x06, pbkdf2), parameters),
                    element(0x30, element(0x06, aes256), element(0x04, [UInt8](repeating: 0, count: 16)))
                )
            )
            : element(0x30, element(0x06, tripleDES), parameters)
        return element(0x30, algorithm, element(0x04, [UInt8](repeating: 7, count: 64)))
    }

    private static func pkcs12(_ key: [UInt8]) -> [UInt8] {
        let bags = element(0x30, element(0x30, element(0x06, keyBag), element(0xA0, key)))
        func part(_ content: [UInt8]) -> [UInt8] {
            element(0x30, element(0x06, data), element(0xA0, element(0x04, content)))
        }
        return element(0x30, [0x02, 0x01, 0x03], part(element(0x30, part(bags))))
    }

    private static func pem(_ key: [UInt8]) -> String {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n\(Base64.encode(key.span))\n-----END ENCRYPTED PRIVATE KEY-----\n"
    }

    @Test(
        "A key file does not decide how long its passphrase is worked on",
        arguments: [
            // 2,000,001, a hundred million, and more than the library takes.
            [0x1E, 0x84, 0x81], [0x05, 0xF5, 0xE1, 0x00], [0x00, 0xFF, 0xFF, 0xFF, 0xFF],
            [UInt8](repeating: 0x7F, count: 40),
        ] as [[UInt8]],
        [true, false]
    )
    func limit(iterations: [UInt8], isPBES2: Bool) {
        let key = PassphraseWorkTests.encryptedKey(iterations, isPBES2: isPBES2)
        expectError(.limitExceeded, saying: "2000000 iterations") {
            try OAuth1RSAPrivateKey(encryptedPEM: PassphraseWorkTests.pem(key), passphrase: "x")
        }
        expectError(.limitExceeded, saying: "2000000 iterations") {
            try OAuth1RSAPrivateKey(pkcs12: PassphraseWorkTests.pkcs12(key), passphrase: "x")
        }
    }

    @Test(
        "Fewer iterations are accepted, and a key that names none is rejected",
        arguments: [[0x08, 0x00], [], [0xFF]] as [[UInt8]]
    )
    func below(iterations: [UInt8]) {
        for isPBES2 in [true, false] {
            let key = PassphraseWorkTests.encryptedKey(iterations, isPBES2: isPBES2)
            #expect(PassphraseWork.iterations(ofEncryptedKey: key) == (iterations == [0x08, 0x00] ? 2_048 : nil))
            expectError(.invalidKey, saying: "check that the passphrase is right") {
                try OAuth1RSAPrivateKey(encryptedPEM: PassphraseWorkTests.pem(key), passphrase: "x")
            }
        }
    }

    @Test(
        "A passphrase that can't be passed on is rejected, and does not stop the program",
        arguments: ["p\u{E4}ssword", "\u{80}", "\u{1F511}", String(repeating: "x", count: 1_024)]
    )
    func spelling(passphrase: String) {
        let key = PassphraseWorkTests.encryptedKey([0x08, 0x00], isPBES2: true)
        expectError(.invalidKey, saying: "the passphrase contains non-ASCII characters") {
            try OAuth1RSAPrivateKey(encryptedPEM: PassphraseWorkTests.pem(key), passphrase: OAuth1Secret(passphrase))
        }
        expectError(.invalidKey, saying: "the passphrase contains non-ASCII characters") {
            try OAuth1RSAPrivateKey(pkcs12: PassphraseWorkTests.pkcs12(key), passphrase: OAuth1Secret(passphrase))
        }
    }
}
