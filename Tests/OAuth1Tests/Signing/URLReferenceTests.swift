//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("The parts of URLs")
struct URLReferenceTests {
    @Test(
        "A URL is split at its delimiters, even before combining marks",
        arguments: [
            ("https://h/p?q#f", "https://h/p", "q", "f"), ("/p", "/p", nil, nil), ("/p?", "/p", "", nil),
            ("/p#f?g", "/p", nil, "f?g"), ("/p?#", "/p", "", ""), ("", "", nil, nil), ("?a?b", "", "a?b", nil),
            ("/p?\u{301}q#\u{301}f", "/p", "\u{301}q", "\u{301}f"),
        ] as [(String, String, String?, String?)]
    )
    func split(text: String, base: String, query: String?, fragment: String?) {
        let parts = URLReference(text)
        #expect(parts.base == base)
        #expect(parts.query == query)
        #expect(parts.fragment == fragment)
    }

    @Test(
        "Pairs are appended to the query, in front of the fragment",
        arguments: [
            ("/p", "/p?a=b"), ("/p?", "/p?a=b"), ("/p?x", "/p?x&a=b"), ("/p?x&", "/p?x&a=b"), ("/p#f", "/p?a=b#f"),
            ("/p?\u{301}#?", "/p?\u{301}&a=b#?"),
        ]
    )
    func appending(text: String, expected: String) {
        #expect(Array(URLReference(text).appendingToQuery("a=b").utf8) == Array(expected.utf8))
    }
}
