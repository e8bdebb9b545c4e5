//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The text of a PEM file, judged by its label before any parser sees it: what users paste is often something else.
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

    /// The text, from the first label on.
    let text: String

    init(_ text: String, expecting kind: Kind) throws(OAuth1Error) {
        let text = text.replacingCarriageReturns()
        func mistake(_ found: String) -> OAuth1Error {
            OAuth1Error(.invalidKey, "expected \(kind.expectation), but \(found)")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // A file may begin with parameters or remarks; the first label that is not those decides.
        let labels = lines.lazy.compactMap { PEMText.label($0) }
        guard let label = labels.first(where: { $0 != "EC PARAMETERS" }) else {
            if text.contains("-----BEGIN"), text.contains("\\n") {
                throw mistake("the text has escaped newlines: write real line ends instead of \\n")
            }
            if text.contains("-----BEGIN") {
                throw mistake("the line with -----BEGIN has other text on it: it must stand alone")
            }
            throw mistake("the text has no line that begins with -----BEGIN: is it DER, or a path instead of a key?")
        }
        let isLegacyEncrypted = lines.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") }
        switch (kind, label) {
        case (.privateKey, "PRIVATE KEY"),
            (.privateKey, "RSA PRIVATE KEY") where !isLegacyEncrypted,
            (.encryptedPrivateKey, "ENCRYPTED PRIVATE KEY"),
            (.encryptedPrivateKey, "RSA PRIVATE KEY") where isLegacyEncrypted,
            (.publicKey, "PUBLIC KEY"),
            (.publicKey, "RSA PUBLIC KEY"),
            (.certificate, "CERTIFICATE"):
            break
        case (_, "ENCRYPTED PRIVATE KEY"):
            throw mistake("it is an encrypted private key: give its passphrase")
        case (.privateKey, "RSA PRIVATE KEY"):
            throw mistake("it is an encrypted private key: give its passphrase")
        case (.encryptedPrivateKey, "PRIVATE KEY"), (.encryptedPrivateKey, "RSA PRIVATE KEY"):
            throw mistake("it is a private key without encryption: no passphrase is needed")
        case (_, "PRIVATE KEY"), (_, "RSA PRIVATE KEY"):
            throw mistake("it is a private key: never give that to the other side")
        case (_, "CERTIFICATE"):
            throw mistake("it is an X.509 certificate: take the key file, or read it as a certificate")
        case (_, "PUBLIC KEY"), (_, "RSA PUBLIC KEY"):
            throw mistake("it is a public key")
        case (_, "OPENSSH PRIVATE KEY"):
            throw mistake("it is an OpenSSH key: convert it with ssh-keygen -p -m PEM -f FILE")
        case (_, "EC PRIVATE KEY"):
            throw mistake("it is an elliptic-curve key, and OAuth 1.0 has RSA only")
        default:
            throw mistake("its label is \(label.prefix(40))")
        }
        self.text = text
    }

    private static func label(_ line: Substring) -> Substring? {
        let line = line.trimmingSpaces()
        guard line.hasPrefix("-----BEGIN "), line.hasSuffix("-----"), line.count > 16 else { return nil }
        let label = line.dropFirst(11).dropLast(5)
        // A whole key on one line is no label, and an error that shows one must not show the other.
        return label.contains("-----") ? nil : label
    }

    /// Runs a parser, whose own errors say little and might say too much.
    static func read<Key>(
        hint: String = "is the text complete, with its line ends?",
        _ parse: () throws -> Key
    ) throws(OAuth1Error) -> Key {
        do {
            return try parse()
        } catch {
            throw OAuth1Error(
                .invalidKey,
                "the text has the right label, but no RSA key of at least 1,024 bits could be read from it: \(hint)"
            )
        }
    }

    static func check(bits: Int, minimum: Int) throws(OAuth1Error) {
        guard bits >= max(minimum, 1_024) else {
            throw OAuth1Error(
                .invalidKey,
                "the RSA key has \(bits) bits and at least \(max(minimum, 1_024)) are required"
            )
        }
    }
}

extension String {
    fileprivate func replacingCarriageReturns() -> String {
        guard utf8.contains(UInt8(ascii: "\r")) else { return self }
        return String(decoding: utf8.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
