//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What of a service's answer can be shown in an error: short, printable and without secrets.
///
/// All that is shown goes through ``shown(_:hiding:limit:)``, bodies, titles, reports and redirects alike.
enum ServiceWords {
    /// The most characters that an error shows of a body.
    static let limit = 300
    /// The most bytes that are looked at; nothing behind them can come to be shown.
    private static let searchedBytes = 65_536

    /// The beginning of a body.
    static func excerpt(_ body: [UInt8], hiding secrets: [OAuth1Secret]) -> String {
        shown(String(decoding: body.prefix(searchedBytes), as: UTF8.self), hiding: secrets, limit: limit)
    }

    /// A service's text on one line, cut to a length in characters, with whatever is or looks like a secret left out.
    static func shown(_ text: String, hiding secrets: [OAuth1Secret], limit: Int) -> String {
        var text = String(decoding: text.utf8.prefix(searchedBytes), as: UTF8.self)
        for secret in secrets where secret.reveal().utf8.count > 3 {
            let clear = secret.reveal()
            let encoded = OAuth1Parameters([OAuth1Parameter("", clear)]).formEncodedString.dropFirst()
            text = text.replacing(String(encoded), with: "<redacted>").replacing(clear, with: "<redacted>")
        }
        return cuttingAtSecret(printable(text, limit: limit))
    }

    /// Text on one line without control characters, cut to a length.
    private static func printable(_ text: String, limit: Int) -> String {
        var result = ""
        var count = 0
        var isSpace = true
        for character in text.unicodeScalars {
            let isBlank = character.properties.isWhitespace
            if isBlank && isSpace { continue }
            isSpace = isBlank
            if count == limit { return result + "…" }
            count += 1
            switch character.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator:
                result.append(isBlank ? " " : "\u{FFFD}")
            default:
                result.unicodeScalars.append(isBlank ? " " : character)
            }
        }
        return result
    }

    /// Leaves out all that stands behind the name of a secret.
    ///
    /// Where a value ends depends on the format (form, JSON, JSON in JSON, XML, prose), and a guess that is wrong shows
    /// the rest of it.
    private static func cuttingAtSecret(_ text: String) -> String {
        let name =
            /(?i)(?:secret|password|oauth_verifier|oauth_signature|session_handle)[^=:>]{0,20}(?:[=:>]|%3[ADE])/
        guard let match = text.firstMatch(of: name) else { return text }
        return text[..<match.range.upperBound] + "<redacted>"
    }
}
