//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@testable import OAuth1Client

@Suite("Secrets between, in and around markup")
struct MarkupTests {
    private static let value = "hid1den2value"

    /// What an error shows of a body, as a page, as a part of one, in JSON and in a problem report.
    private func shown(_ text: String, hiding secrets: [OAuth1Secret] = []) -> [String] {
        let redactor = Redactor(hiding: secrets)
        let json = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let bodies = [
            "<html><title>\(text)</title><h1>\(text)</h1><p>\(text) was received</p>", "<p>\(text)</p>", text,
            "{\"message\": \"\(json)\"}", "{\"message\": \"\(json.replacing("<", with: "\\u003c"))\"}",
            "<html><p>\(text.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</p>",
        ]
        return bodies.map { ServiceErrorText.excerpt(OAuth1Response(.unauthorized, [:], $0), by: redactor) }
            + [ServiceErrorText.shown(text, by: redactor, limit: 300)]
    }

    @Test(
        "The value of a secret's name is hidden, wherever tags and entities are between and in them",
        arguments: [
            "oauth_token_secret<b>&#61;</b>V", "oauth_token_secret<b>=</b>V", "<i>oauth_token_secret</i>=<b>V</b>",
            "oauth_token_secret<!-- -->: <!-- -->V", "oauth_<wbr>token_<wbr>secret=V",
            "oauth_token_secret=<span>V</span>",
            "oauth_token_secret=hid1<wbr>den2<wbr>value", "oauth_token_secret=hid1&shy;<b>den2</b>value",
            "oauth_token_secret<span class=\"eq\">&equals;</span>V", "oauth_verifier <em>:</em> <code>V</code>",
            "<td><b>oauth_token_secret</b></td><td>:</td><td>V</td>", "consumer<b>_</b>secret<b>&amp;#61;</b>V",
            "oauth_token_secret\u{200B}=V", "oauth_token\u{AD}_secret=V",
            "oauth_token_secret=hid1\u{2060}den2\u{FEFF}value",
            "oauth_token_secret%3Cb%3E%3D%3C%2Fb%3EV", "oauth_token_secret&lt;b&gt;=&lt;/b&gt;V",
            "oauth_token_secret<b>%3D</b>V", "secret<b>\\u003d</b>V",
        ]
    )
    func names(text: String) {
        for shown in shown(text.replacing("V", with: Self.value)) {
            for part in ["hid1", "den2", "value"] { #expect(!shown.contains(part), "\(shown)") }
            #expect(shown.contains("<redacted>"), "\(shown)")
        }
    }

    @Test(
        "A secret of the request is hidden, whichever markup is in it",
        arguments: [
            "hid1<wbr>den2<b>value</b>", "<b>h</b>id1den2value", "hid1<!-- x -->den2value", "hid1\u{200D}den2value",
        ]
    )
    func known(text: String) {
        for shown in shown("We got \(text) here", hiding: [OAuth1Secret(Self.value)]) {
            for part in ["id1", "den2", "value"] { #expect(!shown.contains(part), "\(shown)") }
            #expect(shown.contains("here"), "\(shown)")
        }
    }

    @Test("What follows the element of a secret is shown")
    func remainder() {
        let page = "<html><p>oauth_verifier=\(Self.value)</p><p>Unknown verifier</p><p>Ask <b>us</b>.</p>"
        let shown = ServiceErrorText.excerpt(OAuth1Response(.unauthorized, [:], page), by: .byName)
        #expect(shown == "oauth_verifier=<redacted> Unknown verifier Ask us.")
        let twice = Redactor.byName.redacted(Array("oauth_token_secret=<redacted>hid1den2, <b>so</b>".utf8))
        #expect(String(decoding: twice, as: UTF8.self) == "oauth_token_secret=<redacted><redacted>, <b>so</b>")
    }

    @Test("JSON's escapes of letters are shown as letters, and hide no secret")
    func letters() {
        func excerpt(_ body: String) -> String {
            ServiceErrorText.excerpt(OAuth1Response(.unauthorized, [:], body), by: .byName)
        }
        #expect(
            excerpt(#"{"error":"Can\u0027t find the app \u201cM\u00fcller\u201d at https:\/\/example.com"}"#)
                == #"{"error":"Can't find the app “Müller” at https://example.com"}"#
        )
        #expect(excerpt(#"{"error":"\"a\"\n\\b"}"#) == #"{"error":"\"a\"\n\\b"}"#)
        #expect(excerpt(#"{"secret":"hid1\u0064en2value"}"#) == #"{"secret":"<redacted>"}"#)
        #expect(excerpt(#"{"message":"oauth_token_secret\u003dhid1den2value \u0027"}"#).contains("=<redacted> '"))
        #expect(excerpt(#"C:\u0041 is no JSON"#) == #"C:\u0041 is no JSON"#)
    }

    @Test("Markup that nothing ends is searched once", arguments: ["<a", "<!--", "</", "<b><", "\u{AD}"])
    func bounds(part: String) {
        let text = String(repeating: part, count: 60_000 / part.utf8.count)
        let shown = ServiceErrorText.excerpt(OAuth1Response(.unauthorized, [:], "<html>" + text), by: .byName)
        #expect(shown.count <= 301)
    }
}
