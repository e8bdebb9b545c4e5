//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Testing
import Testing

@Suite("What a test's browser reads on the consent page")
struct ConsentPageTextTests {
    @Test(
        "The code is the text of the first code element that has only text",
        arguments: [
            ("<p>Enter <code class=\"c\">12-34</code>.</p>", "12-34"), ("<code>a</code><code>b</code>", "a"),
            ("<code></code><code>b</code>", "b"), ("<code><b>x</b></code>", nil), ("<code>12", nil), ("", nil),
            ("<code", nil), ("code>12</code>", nil),
        ] as [(String, String?)]
    )
    func code(page: String, code: String?) {
        #expect(ConsentPageText.code(in: page) == code)
    }

    @Test("Hidden fields are read in order, with their entities, and others are not")
    func hiddenFields() {
        let page = """
            <input type="hidden" name="a" value="1 &amp;lt; &quot;2&quot;"><input type="text" name="b" value="2">
            <input type="hidden" name="c" value=""> <input type="hidden" name="d">
            """
        #expect(ConsentPageText.hiddenFields(of: page) == ["a": "1 &lt; \"2\"", "c": ""])
        #expect(ConsentPageText.hiddenFields(of: "<input type=\"hidden\" name=\"x\" value=\"").isEmpty)
    }

    @Test("A page of a megabyte of incomplete elements is read in one pass", .timeLimit(.minutes(1)))
    func craftedPage() {
        for piece in ["<code", "<input type=\"hidden\" name=\"", "<code>"] {
            let page = String(repeating: piece, count: 1_048_576 / piece.utf8.count)
            #expect(ConsentPageText.code(in: page) == nil && ConsentPageText.hiddenFields(of: page).isEmpty)
        }
    }
}
