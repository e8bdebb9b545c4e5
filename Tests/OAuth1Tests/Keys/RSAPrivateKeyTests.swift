//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("RSA private keys")
struct RSAPrivateKeyTests {
    private static let passphrase: OAuth1Secret = "correct-horse-battery"

    private func publicPEM() throws -> String { try OAuth1RSAPublicKey(pem: try Vectors.key("rsa-2048-spki.pem")).pem }

    @Test(
        "PKCS#1 and PKCS#8 keys are read, with whatever line breaks and remarks around them",
        arguments: ["rsa-2048-pkcs1.pem", "rsa-2048-pkcs8.pem", "rsa-2048-pkcs8-bag-attributes.pem"]
    )
    func unencrypted(file: String) throws {
        let pem = try Vectors.key(file)
        for text in [pem, pem.replacing("\n", with: "\r\n"), "\n\n" + pem + "\n\n", "remark\n" + pem + "remark"] {
            let key = try OAuth1RSAPrivateKey(pem: text)
            #expect(key.bitCount == 2_048)
            #expect(try key.publicKey.pem == publicPEM())
        }
    }

    @Test("A key without the last line break is read")
    func noLastLineEnd() throws {
        let pem = try Vectors.key("rsa-2048-pkcs8.pem")
        #expect(pem.last == "\n")
        #expect(try OAuth1RSAPrivateKey(pem: String(pem.dropLast())).bitCount == 2_048)
    }

    @Test("The first private key is read, whatever is in front of it", arguments: ["\n", "\r\n", "\r"])
    func otherBlocks(lineEnd: String) throws {
        let key = try Vectors.key("rsa-2048-pkcs8.pem")
        let certificate = try Vectors.key("rsa-2048-certificate.pem")
        let texts = [
            try Vectors.key("rsa-2048-pkcs12-nodes.pem"), certificate + key,
            certificate + certificate + key + certificate,
            try Vectors.key("rsa-2048-spki.pem") + key, try Vectors.key("ec-p256-sec1.pem") + key,
            try Vectors.key("rsa-2048-pkcs8-encrypted-aes256.pem") + key, try key + Vectors.key("rsa-3072-pkcs8.pem"),
            String(certificate.dropLast(30)) + "\n" + key,
        ]
        for text in texts {
            let read = try OAuth1RSAPrivateKey(pem: text.replacing("\n", with: lineEnd))
            #expect(try read.publicKey.pem == publicPEM())
        }
        let publicKey = try OAuth1RSAPublicKey(pem: key + Vectors.key("rsa-2048-spki.pem"))
        #expect(try publicKey.pem == publicPEM())
    }

    @Test("A byte order mark, indentation and blanks at the ends of lines are left out")
    func blanks() throws {
        for file in ["rsa-2048-pkcs1.pem", "rsa-2048-pkcs8.pem"] {
            let pem = try Vectors.key(file)
            let lines = pem.split(separator: "\n")
            for text in [
                "\u{FEFF}" + pem, lines.map { "    " + $0 }.joined(separator: "\n"),
                lines.map { "\t" + $0 + " \t" }.joined(separator: "\r\n"),
                lines.map { "\u{A0}" + $0 }.joined(separator: "\n"), lines.joined(separator: "\n\n"),
            ] {
                #expect(try OAuth1RSAPrivateKey(pem: text).publicKey.pem == publicPEM())
            }
        }
        let encrypted = try Vectors.key("rsa-2048-pkcs1-encrypted-aes128.pem")
        let indented = encrypted.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        let key = try OAuth1RSAPrivateKey(
            encryptedPEM: "\u{FEFF}" + indented.joined(separator: "\n"),
            passphrase: RSAPrivateKeyTests.passphrase
        )
        #expect(try key.publicKey.pem == publicPEM())
    }

    @Test(
        "Encrypted keys are read, PKCS#8 and the older form of PKCS#1",
        arguments: [
            "rsa-2048-pkcs8-encrypted-aes256.pem", "rsa-2048-pkcs8-encrypted-des3.pem",
            "rsa-2048-pkcs8-encrypted-pbe-sha1-3des.pem", "rsa-2048-pkcs1-encrypted-aes128.pem",
            "rsa-2048-pkcs1-encrypted-des3.pem",
        ]
    )
    func encrypted(file: String) throws {
        let pem = try Vectors.key(file)
        for text in [pem, pem.replacing("\n", with: "\r\n")] {
            let key = try OAuth1RSAPrivateKey(encryptedPEM: text, passphrase: RSAPrivateKeyTests.passphrase)
            #expect(try key.publicKey.pem == publicPEM())
        }
        for wrong: OAuth1Secret in ["wrong", "", "correct-horse-battery ", "correct-horse-batterz"] {
            expectError(.invalidKey, saying: "check that the passphrase is right") {
                try OAuth1RSAPrivateKey(encryptedPEM: pem, passphrase: wrong)
            }
        }
        expectError(.invalidKey, saying: "encrypted private key", "pass its passphrase") {
            try OAuth1RSAPrivateKey(pem: pem)
        }
    }

    @Test("A passphrase for a key that is not encrypted is a mistake")
    func needlessPassphrase() throws {
        for file in ["rsa-2048-pkcs1.pem", "rsa-2048-pkcs8.pem"] {
            let pem = try Vectors.key(file)
            expectError(.invalidKey, saying: "leave the passphrase out") {
                try OAuth1RSAPrivateKey(encryptedPEM: pem, passphrase: RSAPrivateKeyTests.passphrase)
            }
        }
    }

    @Test("Keys below 2,048 bits are read only if asked for, below 1,024 never")
    func sizes() throws {
        let small = try Vectors.key("rsa-1024-pkcs8.pem")
        expectError(.invalidKey, saying: "1024 bits", "2048") { try OAuth1RSAPrivateKey(pem: small) }
        #expect(try OAuth1RSAPrivateKey(pem: small, minimumBits: 1_024).bitCount == 1_024)
        expectError(.invalidKey, saying: "1024 bits", "1025") {
            try OAuth1RSAPrivateKey(pem: small, minimumBits: 1_025)
        }
        let tiny = try Vectors.key("rsa-512-pkcs1.pem")
        expectError(.invalidKey, saying: "at least 1,024 bits") { try OAuth1RSAPrivateKey(pem: tiny, minimumBits: 0) }
        let encrypted = try Vectors.key("rsa-1024-pkcs8-encrypted.pem")
        expectError(.invalidKey, saying: "1024 bits", "2048") {
            try OAuth1RSAPrivateKey(encryptedPEM: encrypted, passphrase: RSAPrivateKeyTests.passphrase)
        }
        let key = try OAuth1RSAPrivateKey(
            encryptedPEM: encrypted,
            passphrase: RSAPrivateKeyTests.passphrase,
            minimumBits: 1_024
        )
        #expect(key.bitCount == 1_024)
        #expect(try OAuth1RSAPrivateKey(pem: try Vectors.key("rsa-3072-pkcs8.pem")).bitCount == 3_072)
    }

    @Test("A new key has the size that was asked for and differs from the last")
    func generating() throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048)
        #expect(key.bitCount == 2_048)
        #expect(try OAuth1RSAPrivateKey(generatingBits: 2_048).publicKey.pem != key.publicKey.pem)
        for bits in [0, 512, 1_024, 2_047, -1] {
            expectError(.invalidKey, saying: "\(bits) bits") { try OAuth1RSAPrivateKey(generatingBits: bits) }
        }
    }
}
