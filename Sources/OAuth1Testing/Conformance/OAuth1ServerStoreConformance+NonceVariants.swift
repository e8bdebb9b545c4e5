//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// Nonces that differ from one in a single thing.
    func unlike(_ first: OAuth1UsedNonce) -> [OAuth1UsedNonce] {
        func with(_ change: (inout OAuth1UsedNonce) -> Void) -> OAuth1UsedNonce {
            var nonce = first
            change(&nonce)
            return nonce
        }
        var others = [
            with { $0.timestamp += 1 }, with { $0.timestamp -= 1 }, with { $0.clientKey += "x" },
            with { $0.token = nil },
            with { $0.token = "x" },
            // The same letters, parted elsewhere.
            with {
                $0.nonce += "c"
                $0.clientKey.removeFirst()
            },
        ]
        for text in variants() {
            others.append(with { $0.nonce = text })
            // Nobody issues a key or a token with a null character, which some databases can't store.
            guard !text.utf8.contains(0) else { continue }
            others.append(with { $0.clientKey = text })
            others.append(with { $0.token = text })
        }
        return others
    }

    /// Texts of which a lenient comparison takes several for the same: other case, normalization, spaces, or a long common
    /// start, up to the 1,024 bytes that a request may have.
    private func variants() -> [String] {
        let stem = run + "-variant-"
        let long = [64, 128, 255, 256, 512, 1_000, 1_023]
            .flatMap { count -> [String] in
                let start = stem + String(repeating: "n", count: max(0, count - stem.utf8.count))
                return [start + "1", start + "2"]
            }
        return [
            "Aa", "AA", "aa", "aa ", " aa", "aa\u{0}", "'; --",
            // Letters that are composed, decomposed, or compatible with others.
            "\u{E9}", "e\u{301}", "\u{C9}", "K", "\u{212A}", "fi", "\u{FB01}",
        ]
        .map { stem + $0 } + long
    }
}
