//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1

/// Reads the provider's pages as far as a test needs them, in one pass.
package enum ConsentPageText {
    /// The code that a page shows, or `nil` if it shows none.
    package static func code(in page: String) -> String? {
        let pieces = page.split(separator: "<", omittingEmptySubsequences: false)
        for (piece, next) in zip(pieces.dropFirst(), pieces.dropFirst(2))
        where piece.hasPrefix("code") && next.hasPrefix("/code>") {
            guard let end = piece.firstIndex(of: ">") else { continue }
            let text = piece[piece.index(after: end)...]
            if !text.isEmpty { return String(text) }
        }
        return nil
    }

    /// The hidden fields of a page's forms.
    package static func hiddenFields(of page: String) -> OAuth1Parameters {
        var fields: OAuth1Parameters = []
        for piece in page.split(separator: "<", omittingEmptySubsequences: false).dropFirst()
        where piece.hasPrefix(#"input type="hidden" name=""#) {
            // Alternately what is outside of quotation marks and what is inside.
            let parts = piece.split(separator: "\"", maxSplits: 6, omittingEmptySubsequences: false)
            guard parts.count == 7, parts[4] == " value=", parts[6].hasPrefix(">") else { continue }
            fields.append(OAuth1Parameter(unescaped(parts[3]), unescaped(parts[5])))
        }
        return fields
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = String(text)
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            result = result.replacing(entity, with: character)
        }
        return result
    }
}
