//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A key in PEM text, found and judged by its label before any parser sees it: users often paste something else.
struct PEMText {
    enum Kind {
        case privateKey
        case encryptedPrivateKey
        case publicKey
        case certificate

        var expectation: String {
            switch self {
            case .privateKey: "a private key (-----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----)"
            case .encryptedPrivateKey: "an encrypted private key (-----BEGIN ENCRYPTED PRIVATE KEY-----)"
            case .publicKey: "a public key (-----BEGIN PUBLIC KEY----- or -----BEGIN RSA PUBLIC KEY-----)"
            case .certificate: "a certificate (-----BEGIN CERTIFICATE-----)"
            }
        }
    }

    /// The first block of the wanted kind, without what surrounds it.
    let text: String
    private let block: PEMBlock

    init(_ text: String, expecting kind: Kind) throws(OAuth1Error) {
        guard text.utf8.count <= KeyFileMistake.maximumBytes else { throw KeyFileMistake.tooLarge }
        let blocks = PEMBlock.blocks(of: text)
        guard let block = blocks.first(where: { PEMText.isWanted(kind, $0) }) else {
            // Parameters say little, and of several blocks the one with a private key says most.
            let others = blocks.filter { $0.label != "EC PARAMETERS" }
            let other = others.first { $0.label.hasSuffix("PRIVATE KEY") } ?? others.first
            let found = other.map { PEMText.mistake($0, expecting: kind) } ?? KeyFileMistake.found(in: text)
            throw OAuth1Error(.invalidKey, "expected \(kind.expectation), but \(found)")
        }
        self.block = block
        self.text = block.text
    }

    private static func isWanted(_ kind: Kind, _ block: PEMBlock) -> Bool {
        switch (kind, block.label) {
        case (.privateKey, "PRIVATE KEY"), (.encryptedPrivateKey, "ENCRYPTED PRIVATE KEY"): true
        case (.privateKey, "RSA PRIVATE KEY"): !block.isLegacyEncrypted
        case (.encryptedPrivateKey, "RSA PRIVATE KEY"): block.isLegacyEncrypted
        case (.publicKey, "PUBLIC KEY"), (.publicKey, "RSA PUBLIC KEY"): true
        case (.certificate, "CERTIFICATE"), (.certificate, "X509 CERTIFICATE"): true
        default: false
        }
    }

    /// Identifies a block of another kind, with advice.
    private static func mistake(_ block: PEMBlock, expecting kind: Kind) -> String {
        switch (kind, block.label) {
        case (_, "ENCRYPTED PRIVATE KEY"), (.privateKey, "RSA PRIVATE KEY"):
            "it is an encrypted private key: pass its passphrase"
        case (.encryptedPrivateKey, "PRIVATE KEY"), (.encryptedPrivateKey, "RSA PRIVATE KEY"):
            "it is an unencrypted private key: leave the passphrase out"
        case (_, "PRIVATE KEY"), (_, "RSA PRIVATE KEY"):
            "it is a private key: share only the public key"
        case (_, "CERTIFICATE"), (_, "X509 CERTIFICATE"), (_, "TRUSTED CERTIFICATE"):
            "it is an X.509 certificate: use the key file, or read it as a certificate"
        case (_, "PUBLIC KEY"), (_, "RSA PUBLIC KEY"): "it is a public key"
        case (_, "OPENSSH PRIVATE KEY"): "it is an OpenSSH key: convert it with ssh-keygen -p -m PEM -f FILE"
        case (_, "EC PRIVATE KEY"): "it is an elliptic-curve key, and OAuth 1.0 supports only RSA"
        case (_, "DSA PRIVATE KEY"): "it is a DSA key, and OAuth 1.0 supports only RSA"
        case (_, "PKCS12"): "it is a PKCS#12 file in Base64: \(KeyFileMistake.pkcs12)"
        default: "the label after -----BEGIN is \(block.label.prefix(40))"
        }
    }

    /// Runs a parser on the text, whose own errors say little and might say too much.
    func read<Key>(
        hint: String = "check that the text is complete and keeps its line breaks",
        _ parse: (String) throws -> Key
    ) throws(OAuth1Error) -> Key {
        let other = KeyFileMistake.algorithm(of: block.bytes)
        return try PEMText.read(hint: other.map { "it is \($0), and OAuth 1.0 supports only RSA" } ?? hint) {
            try parse(text)
        }
    }

    /// Runs a parser, whose own errors say little and might say too much.
    static func read<Key>(
        hint: String = "check that the text is complete and keeps its line breaks",
        _ parse: () throws -> Key
    ) throws(OAuth1Error) -> Key {
        do { return try parse() } catch { throw unreadable(hint) }
    }

    private static func unreadable(_ hint: String) -> OAuth1Error {
        OAuth1Error(
            .invalidKey,
            "the label is right, but the text is not a readable RSA key of at least 1,024 bits: \(hint)"
        )
    }

    /// Rejects a key whose passphrase takes too much work, before anything is decrypted.
    func checkPassphraseWork(hint: String) throws(OAuth1Error) {
        // One round, in the legacy format.
        guard !block.isLegacyEncrypted else { return }
        guard let bytes = block.bytes, let iterations = PassphraseWork.iterations(ofEncryptedKey: bytes) else {
            throw PEMText.unreadable(hint)
        }
        guard iterations <= PassphraseWork.maximumIterations else { throw PassphraseWork.tooMuch }
    }

    static func check(bits: Int, minimum: Int) throws(OAuth1Error) {
        guard bits >= max(minimum, 1_024) else {
            throw OAuth1Error(
                .invalidKey,
                "the RSA key has \(bits) bits, but at least \(max(minimum, 1_024)) are required"
            )
        }
    }
}
