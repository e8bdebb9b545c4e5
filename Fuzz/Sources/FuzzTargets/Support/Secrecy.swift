//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Looks for secrets where none may be.
enum Secrecy {
    /// Throws if a text has one of the secrets, plain, percent-encoded or percent-encoded twice.
    static func check(_ text: String, hides secrets: [String]) throws {
        let bytes = Array(text.utf8)
        for secret in secrets {
            for spelling in spellings(of: secret) where bytes.contains(spelling) {
                throw BrokenInvariant("a secret is shown: \(text)")
            }
        }
    }

    /// Throws if a value shows one of the secrets, however it is printed.
    static func check(printed value: Any, hides secrets: [String]) throws {
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(reflecting: value), dumped] {
            try check(text, hides: secrets)
        }
    }

    private static func spellings(of secret: String) -> [[UInt8]] {
        let once = encoded(Array(secret.utf8))
        return [Array(secret.utf8), once, encoded(once)]
    }

    private static func encoded(_ bytes: [UInt8]) -> [UInt8] { ReferenceBaseString.encoded(bytes) }
}

extension [UInt8] {
    /// Whether some bytes are among these.
    func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, part.count <= count else { return false }
        for start in 0...(count - part.count) where self[start] == first {
            if self[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }
}
