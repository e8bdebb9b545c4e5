//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import Testing

/// A text that is not the key it should be, and the words that the error must have.
struct KeyMistake: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let words: String

    init(_ name: String, _ text: String, _ words: String) {
        self.name = name
        self.text = text
        self.words = words
    }

    init(file: String, _ words: String) throws {
        self.init(file, try Vectors.key(file), words)
    }

    var code: OAuth1Error.Code { text.utf8.count > 1_048_576 ? .limitExceeded : .invalidKey }

    var testDescription: String { name }
}

@Suite("Texts pasted instead of a key")
struct KeyMistakeTests {
    static func noPEM() throws -> [KeyMistake] {
        let key = try Vectors.key("rsa-2048-pkcs8.pem")
        return [
            KeyMistake("nothing", "", "no line that starts with -----BEGIN"),
            KeyMistake("a path", "/etc/keys/private.pem", "a path instead of the key"),
            KeyMistake("Base64 only", String(key.split(separator: "\n")[1]), "it may be DER"),
            KeyMistake("escaped line ends", key.replacing("\n", with: "\\n"), "escaped newlines"),
            KeyMistake(
                "escaped line ends with carriage returns",
                key.replacing("\n", with: "\\r\\n"),
                "escaped newlines"
            ),
            KeyMistake("spaces for line ends", key.replacing("\n", with: " "), "put it on a separate line"),
            KeyMistake("a name in front", "KEY=" + key, "put it on a separate line"),
            KeyMistake("quotes", "\"" + key + "\"", "put it on a separate line"),
            KeyMistake(
                "a PKCS#12 file read as text",
                String(decoding: try Vectors.keyBytes("rsa-2048-aes256.p12"), as: UTF8.self),
                "openssl pkcs12 -in FILE -nodes -nocerts -out key.pem (add -legacy"
            ),
            KeyMistake(
                "a PKCS#12 file in Base64",
                Data(try Vectors.keyBytes("rsa-2048-legacy-3des.p12")).base64EncodedString(),
                "PKCS#12"
            ),
            KeyMistake(
                "DER read as text",
                String(decoding: try der(key), as: UTF8.self),
                "openssl pkey -inform DER -in FILE -out key.pem"
            ),
            KeyMistake(
                "DER read as Latin-1",
                String(try der(key).map { Character(Unicode.Scalar($0)) }),
                "binary (DER)"
            ),
            KeyMistake("UTF-16 read as UTF-8", String(key.flatMap { [$0, "\0"] }), "instead of UTF-16"),
            KeyMistake("an OpenSSH public key", "ssh-rsa AAAAB3NzaC1yc2E= me", "ssh-keygen -e -m PKCS8"),
            KeyMistake("a PuTTY key", "PuTTY-User-Key-File-3: ssh-rsa\n", "PuTTYgen"),
            KeyMistake("another file", String(repeating: "x\n", count: 600_000), "larger than 1048576 bytes"),
            KeyMistake(
                "an unknown label",
                key.replacing("PRIVATE KEY", with: "NEW CERTIFICATE REQUEST"),
                "the label after -----BEGIN is NEW CERTIFICATE REQUEST"
            ),
        ]
    }

    private static func der(_ pem: String) throws -> [UInt8] {
        let text = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        return Array(try #require(Data(base64Encoded: text)))
    }

    static func privateKeyMistakes() throws -> [KeyMistake] {
        let key = try Vectors.key("rsa-2048-pkcs8.pem")
        return try noPEM() + [
            KeyMistake(file: "rsa-2048-spki.pem", "it is a public key"),
            KeyMistake(file: "rsa-2048-pkcs1-public.pem", "it is a public key"),
            KeyMistake(file: "rsa-2048-certificate.pem", "it is an X.509 certificate"),
            KeyMistake(file: "rsa-2048-pkcs8-encrypted-aes256.pem", "pass its passphrase"),
            KeyMistake(file: "rsa-2048-pkcs1-encrypted-aes128.pem", "pass its passphrase"),
            KeyMistake(file: "rsa-2048-openssh.pem", "ssh-keygen -p -m PEM"),
            KeyMistake(file: "ec-p256-sec1.pem", "elliptic-curve key"),
            KeyMistake(file: "ec-p256-pkcs8.pem", "not a readable RSA key"),
            KeyMistake(file: "ec-p256-pkcs8.pem", "it is an elliptic-curve key"),
            KeyMistake(
                "a certificate in front of an encrypted key",
                try Vectors.key("rsa-2048-certificate.pem") + Vectors.key("rsa-2048-pkcs8-encrypted-aes256.pem"),
                "pass its passphrase"
            ),
            KeyMistake("truncated", String(key.prefix(key.count / 2)), "check that the text is complete"),
            KeyMistake("without the last label", String(key.dropLast(30)), "check that the text is complete"),
            KeyMistake("a line lost", key.removingLine(5), "check that the text is complete"),
            KeyMistake(
                "labels only",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "not a readable RSA key"
            ),
        ]
    }

    static func publicKeyMistakes() throws -> [KeyMistake] {
        let key = try Vectors.key("rsa-2048-spki.pem")
        return try noPEM() + [
            KeyMistake(file: "rsa-2048-pkcs1.pem", "share only the public key"),
            KeyMistake(file: "rsa-2048-pkcs8.pem", "share only the public key"),
            KeyMistake(file: "rsa-2048-certificate.pem", "it is an X.509 certificate"),
            KeyMistake(file: "rsa-2048-pkcs8-encrypted-aes256.pem", "encrypted private key"),
            KeyMistake(file: "ec-p256-spki.pem", "not a readable RSA key"),
            KeyMistake("truncated", String(key.prefix(key.count / 2)), "check that the text is complete"),
            KeyMistake("a line lost", key.removingLine(3), "check that the text is complete"),
        ]
    }

    @Test("The error for a private key says what the text is instead", arguments: try privateKeyMistakes())
    func privateKey(mistake: KeyMistake) {
        expectError(mistake.code, saying: mistake.words) { try OAuth1RSAPrivateKey(pem: mistake.text) }
    }

    @Test("The error for a public key says what the text is instead", arguments: try publicKeyMistakes())
    func publicKey(mistake: KeyMistake) {
        expectError(mistake.code, saying: mistake.words) { try OAuth1RSAPublicKey(pem: mistake.text) }
    }

    @Test("An error has nothing of the key", arguments: try privateKeyMistakes() + publicKeyMistakes())
    func silence(mistake: KeyMistake) {
        // Parts of the Base64 text, however it is broken into lines.
        let parts = mistake.text.split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 15 }.map { $0.prefix(12) }
        let errors = [
            #expect(throws: OAuth1Error.self) {
                try OAuth1RSAPrivateKey(encryptedPEM: mistake.text, passphrase: "wrong")
            },
            #expect(throws: OAuth1Error.self) { try OAuth1RSAPublicKey(pem: mistake.text, minimumBits: 4_096) },
        ]
        for error in errors {
            let text = String(reflecting: error)
            #expect(!parts.contains { text.contains($0) })
        }
    }
}

extension String {
    fileprivate func removingLine(_ number: Int) -> String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false)
        lines.remove(at: number)
        return lines.joined(separator: "\n")
    }
}
