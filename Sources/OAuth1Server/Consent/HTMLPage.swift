//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ServerResponse {
    private static let style: HTMLText = """
        body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;\
        background:#fff}h1{font-size:1.4rem}button{font:inherit;padding:.6rem 1.4rem;margin:.5rem .5rem 0 0;\
        border:1px solid #1a1a1a;border-radius:.3rem;background:#fff;color:#1a1a1a;cursor:pointer}\
        button[value=allow]{background:#14532d;border-color:#14532d;color:#fff}code{font-size:1.8rem;\
        letter-spacing:.15em}dt{font-weight:600}dd{margin:0 0 .5rem 1rem;overflow-wrap:anywhere}
        """

    /// A plain page that needs nothing from elsewhere, runs nothing, and can't be framed.
    ///
    /// - Parameters:
    ///   - title: The title, not escaped.
    ///   - content: The content of the main element.
    ///   - status: The status.
    ///   - formTargets: Where a form may lead, as Content-Security-Policy has it.
    ///   - fields: The initial header fields.
    /// - Returns: The page.
    static func page(
        _ title: String,
        _ content: HTMLText,
        status: HTTPResponse.Status = .ok,
        formTargets: String = "'none'",
        fields: HTTPFields = .noStore
    ) -> OAuth1ServerResponse {
        var fields = fields
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; form-action \(formTargets); frame-ancestors 'none'; "
            + "base-uri 'none'"
        fields.set("X-Frame-Options", "DENY")
        let page: HTMLText = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>\(style)</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(content)
            </main>
            </body>
            </html>

            """
        return OAuth1ServerResponse(
            HTTPResponse(status: status, headerFields: fields),
            body: Array(page.source.utf8)
        )
    }
}
