//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service.Variable {
    /// Whether a pattern is one that a service may have: short, with few repetitions, and of the subset that is matched.
    static func isUsable(_ pattern: String) -> Bool {
        if pattern == urlPattern { return true }
        let bytes = Array(pattern.utf8)
        let repetitions = bytes.indices.filter { index in
            "*+{".utf8.contains(bytes[index])
        }
        let repeatsGroup = repetitions.contains { $0 > 0 && bytes[$0 - 1] == UInt8(ascii: ")") }
        return bytes.count <= 128 && repetitions.count <= 3 && !repeatsGroup && LinearPattern(pattern) != nil
    }

    /// The most bytes that a value may have: URLs can be long, and names can't.
    static func maximumLength(for pattern: String) -> Int { pattern == urlPattern ? 2_048 : 128 }
}
