//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Parameter: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Name and value, such as `user_id: alice`, without the values of secrets, and cut to a length.
    public var description: String { "\(ParameterText.shown(nameBytes)): \(shownValue)" }
    /// What the description shows.
    public var debugDescription: String { description }
    /// A mirror that shows what the description shows.
    public var customMirror: Mirror {
        Mirror(self, children: ["name": ParameterText.shown(nameBytes), "value": shownValue])
    }

    fileprivate var shownValue: String {
        ParameterText.isSecret(nameBytes) ? "<redacted>" : ParameterText.shown(valueBytes)
    }
}

extension OAuth1Parameters: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names and values, such as `[user_id: alice, screen_name: lepture]`, without the values of secrets, and only the
    /// first if there are many.
    public var description: String {
        let shown = prefix(ParameterText.maximumCount).map(\.description)
        return "[\((count > shown.count ? shown + ["…"] : shown).joined(separator: ", "))]"
    }
    /// What the description shows.
    public var debugDescription: String { description }
    /// A mirror that shows what the description shows.
    public var customMirror: Mirror {
        Mirror(
            self,
            unlabeledChildren: prefix(ParameterText.maximumCount).map(\.description),
            displayStyle: .collection
        )
    }
}

/// Parameters as text that a log can show.
enum ParameterText {
    /// The most parameters that are shown.
    static let maximumCount = 50
    /// The most bytes of a name or value that are shown.
    private static let maximumBytes = 200

    /// The text, on one line, with control characters escaped, and cut to a length.
    static func shown(_ bytes: [UInt8]) -> String {
        let result = escaped(String(decoding: bytes.prefix(maximumBytes), as: UTF8.self))
        return bytes.count > maximumBytes ? result + "…" : result
    }

    /// The text, on one line, with control characters escaped.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether the value of a name is hidden: that of a secret, a password, a verifier, a signature and the like.
    static func isSecret(_ name: [UInt8]) -> Bool {
        let letters = String(
            decoding: name.lazy.map(\.asciiLowercased).filter { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 },
            as: UTF8.self
        )
        return ["secret", "passw", "passphrase"].contains { letters.contains($0) }
            || ["verifier", "signature", "sessionhandle", "signingkey", "privatekey", "accesstoken", "refreshtoken"]
                .contains { letters.hasSuffix($0) }
    }
}
