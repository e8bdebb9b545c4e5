//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Reading forms")
struct FormReadingTests {
    @Test(
        "Pairs are read in their order",
        arguments: [
            ("a=b&c=d", [("a", "b"), ("c", "d")]),
            ("a=1&a=2&a=1", [("a", "1"), ("a", "2"), ("a", "1")]),
            ("", []),
            ("&", []),
            ("a", [("a", "")]),
            ("=b", [("", "b")]),
            ("=", [("", "")]),
            ("a=b=c&=", [("a", "b=c"), ("", "")]),
            ("a+b=c+d", [("a b", "c d")]),
            ("%61%2Bb=%26%3D%3B", [("a+b", "&=;")]),
            ("a;b=c", [("a;b", "c")]),
            ("?a=b", [("?a", "b")]),
            ("a=b\r\n", [("a", "b\r\n")]),
            ("\u{E9}=\u{1F600}", [("\u{E9}", "\u{1F600}")]),
            (
                "oauth_token=ab3cd9j4ks73hf7g&oauth_token_secret=xyz4992k83j47x0b",
                [
                    ("oauth_token", "ab3cd9j4ks73hf7g"), ("oauth_token_secret", "xyz4992k83j47x0b"),
                ]
            ),
        ]
    )
    func pairs(text: String, expected: [(String, String)]) {
        let pairs = OAuth1Parameters(expected.map { OAuth1Parameter($0.0, $0.1) })
        #expect(OAuth1Parameters(formEncoded: text) == pairs)
        #expect(OAuth1Parameters(formEncoded: Array(text.utf8)) == pairs)
        #expect(OAuth1Parameters(formEncoded: text.utf8.lazy.map { $0 }) == pairs)
    }

    @Test("Bytes that are not UTF-8 are kept and shown replaced")
    func invalidUTF8() throws {
        let parameter = try #require(OAuth1Parameters(formEncoded: "%E9=%FF%00").first)
        #expect(parameter.nameBytes == [0xE9])
        #expect(parameter.valueBytes == [0xFF, 0x00])
        #expect(parameter.name == "\u{FFFD}")
        #expect(parameter.value == "\u{FFFD}\0")
    }

    @Test("A name gives its first value, or all of them")
    func lookUp() {
        let parameters = OAuth1Parameters(formEncoded: "a=1&b=2&a=3&%61=4")
        #expect(parameters["a"] == "1")
        #expect(parameters["b"] == "2")
        #expect(parameters["A"] == nil)
        #expect(parameters[""] == nil)
        #expect(parameters.values(for: "a") == ["1", "3", "4"])
        #expect(parameters.values(for: "c").isEmpty)
    }

    @Test("Names are compared by bytes, not by canonical equivalence")
    func equivalentNames() {
        let parameters = OAuth1Parameters(formEncoded: "e%CC%81=decomposed")
        #expect(parameters["\u{E9}"] == nil)
        #expect(parameters["e\u{301}"] == "decomposed")
    }
}
