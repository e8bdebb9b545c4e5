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
        self.init(secrets.compactMap { KnownSecret($0.reveal()) })
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
        more.isEmpty ? self : KnownSecrets(secrets + more.compactMap { KnownSecret($0.reveal()) })
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
