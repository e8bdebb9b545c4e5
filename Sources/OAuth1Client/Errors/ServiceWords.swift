//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// What of a service's answer can be shown in an error: short, printable and without secrets.
enum ServiceWords {
    /// The most characters that an error shows of a body.
    static let limit = 300

    /// The beginning of a body, with whatever looks like a secret, or is one of `secrets`, left out.
    static func excerpt(_ body: [UInt8], hiding secrets: [OAuth1Secret]) -> String {
        // Cut first: a body may be large. A secret that the cut would split is hidden by its name, not its value.
        var text = String(decoding: body.prefix(4 * limit), as: UTF8.self)
        for secret in secrets where secret.reveal().utf8.count > 3 {
            let clear = secret.reveal()
            let encoded = OAuth1Parameters([OAuth1Parameter("", clear)]).formEncodedString.dropFirst()
            text = text.replacing(String(encoded), with: "<redacted>").replacing(clear, with: "<redacted>")
        }
        return printable(hidingSecretValues(text), limit: limit)
    }

    /// Text on one line without control characters, cut to a length.
    static func printable(_ text: String, limit: Int) -> String {
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

    /// Replaces the values of secrets, verifiers and signatures in forms, JSON and XML.
    private static func hidingSecretValues(_ text: String) -> String {
        let pattern = /(?i)(secret|oauth_verifier|oauth_signature)(["'\s]*[=:>]["'\s]*)([^&,;"'<}\s]+)/
        return text.replacing(pattern) { "\($0.1)\($0.2)<redacted>" }
    }

    /// The title of an HTML page, empty if it has none, or `nil` if the body is not a page.
    static func htmlTitle(_ response: OAuth1Response) -> String? {
        let text = String(decoding: response.body.prefix(16_384), as: UTF8.self)
        let isHTML =
            response.head.headerFields[.contentType]?.lowercased().contains("html") == true
            || text.prefixMatch(of: /(?i)\s*<(!doctype html|html)/) != nil
        guard isHTML else { return nil }
        return text.firstMatch(of: /(?is)<title[^>]*>(.*?)<\/title>/).map { printable(String($0.1), limit: 100) } ?? ""
    }
}
