//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension Sequence<String> {
    /// Whether a text is among them, byte for byte: Swift takes some texts for equal that have other bytes.
    func containsBytes(of text: String) -> Bool { contains { $0.hasSameBytes(as: text) } }

    /// Each text once, in the order of their first occurrence.
    var uniqueTexts: [String] {
        var seen: Set<[UInt8]> = []
        return filter { seen.insert(Array($0.utf8)).inserted }
    }
}
