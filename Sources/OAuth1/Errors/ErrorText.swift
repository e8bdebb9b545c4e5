//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How error texts are put together, in all modules.
package enum ErrorText {
    /// A text as a sentence: with a capital, unless it starts with a name such as `oauth_token`, and with a full stop.
    package static func sentence(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last else { return text }
        let word = text.utf8.prefix { $0 != UInt8(ascii: " ") }
        let isWord = word.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: ":"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let hasEnd = [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(last)
        let start =
            isWord && first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z")
            ? text.prefix(1).uppercased() + text.dropFirst() : text
        return hasEnd ? start : start + "."
    }

    /// A text in quotation marks.
    package static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
