//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Names what was given in place of a key, by its first bytes: errors say it, and show nothing of the key.
enum KeyFileMistake {
    /// The most bytes that a key file may have, certificates included.
    static let maximumBytes = 1_048_576

    static var tooLarge: OAuth1Error {
        OAuth1Error(.limitExceeded, "the key is larger than \(maximumBytes) bytes: check that this is the key file")
    }

    /// Identifies a text without any PEM block.
    static func found(in text: String) -> String {
        if text.utf8.contains(0), text.utf8.first(where: { $0 != 0 }) != UInt8(ascii: "0") {
            return "the text contains NUL characters: save it as UTF-8 instead of UTF-16"
        }
        if let hint = binary(Array(text.unicodeScalars.prefix(24).map(\.value))) { return hint }
        if text.utf8.starts(with: "MII".utf8), text.utf8.dropFirst(8).starts(with: "AzCC".utf8) {
            return "it is a PKCS#12 file in Base64: \(pkcs12)"
        }
        if text.contains("-----BEGIN"), text.contains("\\n") {
            return "the text contains escaped newlines: replace each \\n with a line break"
        }
        if text.contains("-----BEGIN") {
            return "the -----BEGIN line contains other text: put it on a separate line"
        }
        if text.utf8.starts(with: "ssh-".utf8) {
            return "it is an OpenSSH public key: convert it with ssh-keygen -e -m PKCS8 -f FILE"
        }
        if text.utf8.starts(with: "PuTTY-User-Key-File".utf8) {
            return "it is a PuTTY key: export it with PuTTYgen as an OpenSSH key, then run ssh-keygen -p -m PEM -f FILE"
        }
        return "the text has no line that starts with -----BEGIN: it may be DER, or a path instead of the key"
    }

    /// Identifies a binary file that was read as text, or returns `nil` if it does not start like DER.
    ///
    /// - Parameter start: The first bytes, or the first characters of what a decoder made of them.
    /// - Returns: Its kind.
    private static func binary(_ start: [UInt32]) -> String? {
        // A sequence with a length of two bytes, which decoders of UTF-8 replace.
        guard start.count > 9, start[0] == 0x30, start[1] >= 0x80 else { return nil }
        let version = (2..<8).first { start[$0] == 2 && start[$0 + 1] == 1 && start[$0 + 2] == 3 }
        if version != nil { return "it is a PKCS#12 file: \(pkcs12)" }
        return "it is binary (DER), not PEM: convert it with openssl pkey -inform DER -in FILE -out key.pem"
    }

    static let pkcs12 =
        "read its bytes with OAuth1RSAPrivateKey(pkcs12:passphrase:), or convert it with openssl pkcs12 -in FILE "
        + "-nodes -nocerts -out key.pem (add -legacy for an old file)"

    /// Which other algorithm's key a block with a general label holds, or `nil` if nothing is known about it.
    static func algorithm(of bytes: [UInt8]?) -> String? {
        guard let bytes else { return nil }
        // The identifiers are in the first few bytes.
        let start = bytes.prefix(64)
        let algorithms: [(name: String, identifier: [UInt8])] = [
            ("an elliptic-curve key", [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]),
            ("a DSA key", [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x01]),
            ("an Ed25519 key", [0x06, 0x03, 0x2B, 0x65, 0x70]), ("an X25519 key", [0x06, 0x03, 0x2B, 0x65, 0x6E]),
            ("an Ed448 key", [0x06, 0x03, 0x2B, 0x65, 0x71]),
        ]
        return algorithms.first { start.firstRange(of: $0.identifier) != nil }?.name
    }
}
