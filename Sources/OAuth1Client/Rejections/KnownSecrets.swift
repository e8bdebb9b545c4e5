//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The secrets of a request, searched for all at once in what a service says.
struct KnownSecrets: Sendable {
    private let secrets: [KnownSecret]
    /// The first bytes of all secrets: most of a text is none of these.
    private let starts: ByteSet

    init(_ secrets: [OAuth1Secret]) {
        self.init(KnownSecrets.spellings(of: secrets))
    }

    private init(_ secrets: [KnownSecret]) {
        // The same secret can be there in several spellings that don't differ.
        var distinct: [KnownSecret] = []
        for secret in secrets where !distinct.contains(where: { $0.bytes == secret.bytes }) { distinct.append(secret) }
        self.secrets = distinct
        starts = ByteSet(distinct.lazy.map(\.first))
    }

    /// These secrets and more.
    func adding(_ more: [OAuth1Secret]) -> KnownSecrets {
        more.isEmpty ? self : KnownSecrets(secrets + KnownSecrets.spellings(of: more))
    }

    /// The secrets, and percent-encoded once and twice if they contain reserved characters.
    ///
    /// Text is decoded before it is searched, but a percent sign in front of a secret can take its first two letters away
    /// before the rest is decoded: `%25access%2520token` becomes `%access%20token`, and `%ac` is an escape.
    private static func spellings(of secrets: [OAuth1Secret]) -> [KnownSecret] {
        secrets.flatMap { secret in
            let plain = secret.reveal()
            let once = plain.percentEncoded
            guard once != plain else { return [plain] }
            let lowercase = once.withLowercaseEscapes
            return [plain, once, lowercase, once.percentEncoded, lowercase.percentEncoded]
        }
        .compactMap { KnownSecret($0) }
    }

    /// Calls a closure with each place of a secret in a text whose escapes are decoded.
    func visit(_ text: [UInt8], _ body: (Range<Int>) -> Void) {
        guard !secrets.isEmpty else { return }
        for start in text.indices where starts.contains(text[start]) {
            for secret in secrets where secret.first == text[start] {
                if let place = secret.place(in: text, at: start) { body(place) }
            }
        }
    }
}

extension String {
    /// The text percent-encoded (RFC 5849 section 3.6).
    fileprivate var percentEncoded: String {
        String(OAuth1Parameters([OAuth1Parameter("", self)]).formEncodedString.dropFirst())
    }

    /// A percent-encoded text with `%2f` instead of `%2F`.
    fileprivate var withLowercaseEscapes: String {
        var remaining = 0
        return String(
            decoding: utf8.map { byte in
                defer { remaining = byte == UInt8(ascii: "%") ? 2 : max(0, remaining - 1) }
                return remaining > 0 && byte.isASCIILetter ? byte | 0x20 : byte
            },
            as: UTF8.self
        )
    }
}
