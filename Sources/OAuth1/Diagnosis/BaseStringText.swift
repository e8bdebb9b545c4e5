//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Base strings and their differences as text that can be shown.
enum BaseStringText {
    private static let replacement = "<redacted>"

    /// A base string without the values of secrets, passwords, verifiers and the like.
    ///
    /// The separators are those of the encoding that the parameters have in this base string, which a mistake can change.
    static func redacted(_ baseString: [UInt8]) -> String {
        // A mistake can leave values as they are.
        let text = ParameterText.escaped(String(decoding: baseString, as: UTF8.self))
        let isUpper = text.contains("%3D") || text.contains("%26") || text.contains("%253D")
        func escape(_ upper: String) -> String { isUpper ? upper : upper.lowercased() }
        let (pair, sides): (String, String) =
            if text.contains(escape("%3D")) {
                ("%26", escape("%3D"))
            } else if text.contains(escape("%253D")) {
                ("%2526", escape("%253D"))
            } else {
                ("&", "=")
            }
        // The ampersands around the URL separate in each encoding.
        return text.split(separator: "&", omittingEmptySubsequences: false)
            .map { part in
                part.split(separator: pair, omittingEmptySubsequences: false)
                    .map { redacted($0, at: sides) }
                    .joined(separator: pair)
            }
            .joined(separator: "&")
    }

    private static func redacted(_ parameter: Substring, at separator: String) -> String {
        let parts = parameter.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty,
            ParameterText.isSecret(Array(parts[0].utf8).decodedOnce().decodedOnce().decodedOnce())
        else {
            return String(parameter)
        }
        return parts[0] + separator + replacement
    }

    /// A difference without the values of secrets, or without any value, if a secret has characters that hide where it ends.
    static func redacted(_ difference: OAuth1BaseStringDifference, hidesValues: Bool) -> OAuth1BaseStringDifference {
        var isHidden = hidesValues
        switch difference.component {
        case .parameter(let name), .order(let name):
            isHidden = isHidden || ParameterText.isSecret(Array(name.utf8))
        case .format:
            // The window may start inside a value.
            isHidden = true
        case .method, .url:
            break
        }
        guard isHidden else { return difference }
        return OAuth1BaseStringDifference(
            component: difference.component,
            own: difference.own.map { _ in replacement },
            other: difference.other.map { _ in replacement }
        )
    }
}
