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
    private let hasLong: Bool

    init(_ secrets: [OAuth1Secret]) {
        self.init(KnownSecrets.spellings(of: secrets))
    }

    private init(_ secrets: [KnownSecret]) {
        // The same secret can be there in several spellings that don't differ.
        var distinct: [KnownSecret] = []
        for secret in secrets where !distinct.contains(where: { $0.bytes == secret.bytes }) { distinct.append(secret) }
        self.secrets = distinct
        starts = ByteSet(distinct.lazy.flatMap(\.starts))
        hasLong = distinct.contains(where: \.isLong)
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
            let text = secret.reveal()
            // A little more than is compared, so that a long secret is known to be one.
            let plain = Array(text.utf8.prefix(KnownSecret.longest + 1))
            guard !plain.allSatisfy(\.isUnreserved) else { return [plain] }
            let once = plain.percentEncoded
            return [plain, once, once.withEncodedEscapes]
        }
        .compactMap { KnownSecret($0) }
    }

    /// Whether there is nothing to search for.
    var areNone: Bool { secrets.isEmpty }

    /// Whether a secret is in a text.
    func areIn(_ text: [UInt8]) -> Bool {
        var isFound = false
        visit(text) { _ in isFound = true }
        return isFound
    }

    /// Calls a closure with each place of a secret in a text whose escapes are decoded.
    func visit(_ text: [UInt8], _ body: (Range<Int>) -> Void) {
        guard !secrets.isEmpty else { return }
        // A long secret that was found is not searched again within itself, as it can have many beginnings in it.
        var ends = hasLong ? [Int](repeating: 0, count: secrets.count) : []
        for start in text.indices where starts.contains(text[start]) {
            for (index, secret) in secrets.enumerated() {
                if secret.isLong, start < ends[index] { continue }
                guard let place = secret.place(in: text, at: start) else { continue }
                if secret.isLong { ends[index] = place.upperBound }
                body(place)
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
}
