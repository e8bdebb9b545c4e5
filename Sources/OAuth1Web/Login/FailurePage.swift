//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import OAuth1

/// The page of a login that failed: one heading, one sentence or two, and links.
enum FailurePage {
    /// A way on.
    struct Link {
        let text: String
        let path: String

        init(_ text: String, _ path: String) {
            self.text = text
            self.path = path
        }
    }

    private static let style: HTMLText = """
        :root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--text:#1b2027;--soft:#4a5462;--line:#d5dae1;\
        --accent:#1f4fd8;--on-accent:#fff}\
        @media(prefers-color-scheme:dark){:root{--page:#101317;--card:#191e24;--text:#eceff3;--soft:#b1bac5;\
        --line:#323a44;--accent:#8fb2ff;--on-accent:#0c1730}}\
        *{box-sizing:border-box}\
        body{margin:0;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,sans-serif}\
        main{max-width:36rem;margin:clamp(1rem,10vh,6rem) auto;padding:1.5rem clamp(1rem,5vw,2rem);\
        background:var(--card);border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}\
        h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;text-wrap:balance}\
        p{margin:0;color:var(--soft)}\
        nav{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}\
        a{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.5rem 1.1rem;\
        border:1px solid var(--soft);border-radius:.5rem;color:var(--text);font-weight:600;text-decoration:none}\
        a:first-child{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}\
        a:hover{text-decoration:underline}\
        a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}\
        @media(max-width:30rem){a{width:100%}}
        """

    /// Only this style, identified by its hash, and links.
    static let policy: String = {
        let hash = Array(SHA256.hash(data: Array(style.source.utf8)))
        return "default-src 'none'; style-src 'sha256-\(Base64.encode(hash.span))'; form-action 'none'; "
            + "frame-ancestors 'none'; base-uri 'none'"
    }()

    /// The page's markup; all that is given is escaped.
    static func markup(_ title: String, _ text: String, _ links: [Link]) -> HTMLText {
        let ways = links.map { link -> HTMLText in "<a href=\"\(link.path)\">\(link.text)</a>" }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(title)</title>
            <style>\(style)</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            <p>\(text)</p>
            <nav aria-label="What you can do">
            \(ways.joined(by: "\n"))
            </nav>
            </main>
            </body>
            </html>

            """
    }
}

extension [HTMLText] {
    /// One markup after the other.
    fileprivate func joined(by separator: HTMLText) -> HTMLText {
        guard let first else { return "" }
        return dropFirst().reduce(first) { text, next in "\(text)\(separator)\(next)" }
    }
}
