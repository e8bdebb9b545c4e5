//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Suspicious parts of a rejected request's credentials: traces of copying them.
package enum CredentialFlaws {
    /// The flaws in words, the likeliest cause first, without showing any credential; `nil` if there are none.
    static func text(of signer: OAuth1Signer) -> String? {
        // Only these methods sign with the secrets.
        let usesSecrets = signer.method.name.rawValue.hasPrefix("HMAC") || signer.method.name == .plaintext
        var flaws: [String] = []
        func look(_ name: String, _ value: String, mayHaveSpace: Bool = false) {
            guard let flaw = flaw(of: value) ?? (mayHaveSpace ? nil : space(in: value)) else { return }
            flaws.append("the \(name) \(flaw)")
        }
        look("consumer key", signer.client.key)
        if usesSecrets { look("consumer secret", signer.client.secret.reveal(), mayHaveSpace: true) }
        if let token = signer.token {
            look("token", token)
            if usesSecrets { look("token secret", signer.tokenSecret.reveal(), mayHaveSpace: true) }
        }
        if !flaws.isEmpty {
            return "\(flaws.joined(separator: ", and ")), which is treated as part of it. Remove it first"
        }
        if signer.client.key.isEmpty {
            return "the consumer key is empty. Check the setting or variable that the application reads it from"
        }
        if usesSecrets, signer.client.secret.isEmpty {
            return "the consumer secret is empty. Check the setting or variable that the application reads it from"
        }
        return nil
    }

    /// The flaw of one credential in words, such as `ends with a line break`; `nil` if there is none.
    ///
    /// - Parameter value: The credential.
    /// - Returns: The words, without the credential.
    package static func flaw(of value: String) -> String? {
        guard value.utf8.first.map(mayBeFlaw) ?? false || value.utf8.last.map(mayBeFlaw) ?? false,
            let first = value.unicodeScalars.first, let last = value.unicodeScalars.last
        else { return nil }
        let (start, end) = (trace(first), trace(last))
        if let start, let end {
            return start == end ? "starts and ends with \(start)" : "starts with \(start) and ends with \(end)"
        }
        if let start { return "starts with \(start)" }
        if let end { return "ends with \(end)" }
        return value.unicodeScalars.count > 1 && quotes.contains(first) && quotes.contains(last)
            ? "is in quotation marks" : nil
    }

    /// Whitespace within a key or token: a part of another text was copied with it.
    private static func space(in value: String) -> String? {
        value.utf8.contains { $0 == 0x20 || (0x09...0x0D).contains($0) } ? "contains whitespace" : nil
    }

    private static let quotes: Set<Unicode.Scalar> = [
        "\"", "'", "`", "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}",
    ]

    /// Whether a byte at an end can belong to a flaw; credentials that were copied well end here.
    private static func mayBeFlaw(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x80..., UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): true
        default: false
        }
    }

    private static func trace(_ character: Unicode.Scalar) -> String? {
        switch character {
        case "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": "a line break"
        case "\u{FEFF}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}": "an invisible character"
        default: character.properties.isWhitespace ? "whitespace" : nil
        }
    }
}
