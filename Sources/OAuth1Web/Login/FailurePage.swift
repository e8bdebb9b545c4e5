//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

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

    /// The page; all that is given is escaped.
    static func document(_ title: String, _ text: String, _ links: [Link], style: OAuth1PageStyle) -> HTMLDocument {
        let ways = links.map { link -> HTMLText in "<a href=\"\(link.path)\">\(link.text)</a>" }
        return HTMLDocument(
            title,
            style: style,
            """
            <h1>\(title)</h1>
            <p>\(text)</p>
            <nav class="actions" aria-label="What you can do">
            \(ways.joined(by: "\n"))
            </nav>
            """
        )
    }
}

extension [HTMLText] {
    /// One markup after the other.
    fileprivate func joined(by separator: HTMLText) -> HTMLText {
        guard let first else { return "" }
        return dropFirst().reduce(first) { text, next in "\(text)\(separator)\(next)" }
    }
}
