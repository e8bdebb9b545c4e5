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
            let plain = Array(secret.reveal().utf8)
            guard !plain.allSatisfy(\.isUnreserved) else { return [plain] }
            let once = plain.percentEncoded
            let lowercase = once.withLowercaseEscapes
            let spellings = [plain, once, once.withEncodedEscapes]
            return lowercase == once ? spellings : spellings + [lowercase, lowercase.withEncodedEscapes]
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

extension [UInt8] {
    /// The text percent-encoded (RFC 5849 section 3.6).
    fileprivate var percentEncoded: [UInt8] {
        let parameter = OAuth1Parameter("", String(decoding: self, as: UTF8.self))
        return Array(OAuth1Parameters([parameter]).formEncodedString.utf8.dropFirst())
    }

    /// A percent-encoded text, percent-encoded once more: only its percent signs change.
    fileprivate var withEncodedEscapes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count + count / 2)
        for byte in self {
            result.append(byte)
            if byte == UInt8(ascii: "%") { result.append(contentsOf: [UInt8(ascii: "2"), UInt8(ascii: "5")]) }
        }
        return result
    }

    /// A percent-encoded text with `%2f` instead of `%2F`.
    fileprivate var withLowercaseEscapes: [UInt8] {
        var remaining = 0
        return map { byte in
            defer { remaining = byte == UInt8(ascii: "%") ? 2 : Swift.max(0, remaining - 1) }
            return remaining > 0 && byte.isASCIILetter ? byte | 0x20 : byte
        }
    }
}
