//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
package import HTTPTypes

/// A page that needs nothing from elsewhere, runs nothing and can't be framed.
package struct HTMLDocument: Sendable {
    private let title: String
    private let content: HTMLText
    private let style: String

    /// Creates a page.
    ///
    /// - Parameters:
    ///   - title: The title in the browser's tab, not escaped yet.
    ///   - style: How the page looks.
    ///   - content: The content of the main element, with a heading of the first level.
    package init(_ title: String, style: OAuth1PageStyle, _ content: HTMLText) {
        self.title = title
        self.style = style.source
        self.content = content
    }

    /// The header fields of the page, whose policy allows its style by the hash, and nothing else.
    ///
    /// - Parameters:
    ///   - fields: The header fields to start with.
    ///   - formTargets: Where a form may lead, as `form-action` has it.
    /// - Returns: The header fields.
    package func headerFields(_ fields: HTTPFields = .noStore, formTargets: String = "'none'") -> HTTPFields {
        var fields = fields
        fields[.contentType] = "text/html; charset=utf-8"
        let hash = Base64.encode(Array(SHA256.hash(data: Array(style.utf8))).span)
        fields[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'sha256-\(hash)'; form-action \(formTargets); frame-ancestors 'none'; "
            + "base-uri 'none'"
        fields.set("X-Frame-Options", "DENY")
        return fields
    }

    /// The page as it is sent.
    package var bytes: [UInt8] {
        let page: HTMLText = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>\(HTMLText(stringLiteral: style))</style>
            </head>
            <body>
            <main>
            \(content)
            </main>
            </body>
            </html>

            """
        return Array(page.source.utf8)
    }
}
