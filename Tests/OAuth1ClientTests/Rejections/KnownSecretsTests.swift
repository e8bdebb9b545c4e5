//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@testable import OAuth1Client

@Suite("Known secrets, names and texts that are read in one pass")
struct KnownSecretsTests {
    @Test(
        "All secrets of a request are found in one pass, and those that overlap are hidden as one",
        arguments: [
            ("x abcdefgh y efghijkl z", "x <redacted> y <redacted> z"), ("x abcdefghijkl y", "x <redacted> y"),
            ("x abcdefgabcdefgh y", "x abcdefg<redacted> y"), ("k=abcdefgh&efghijkl", "k=<redacted>"),
            ("abcdefg efghijk", "abcdefg efghijk"), ("abababababab", "<redacted>"),
        ]
    )
    func onePass(text: String, expected: String) {
        let redactor = Redactor(hiding: ["abcdefgh", "abcdefgh"]).hiding(["efghijkl", "abababab", ""])
        #expect(String(decoding: redactor.redacted(Array(text.utf8)), as: UTF8.self) == expected)
    }

    @Test("A set of bytes has those that it was made of, and no others")
    func byteSet() {
        let bytes: [UInt8] = [0, 63, 64, 127, 128, 200, 255]
        let set = ByteSet(bytes)
        #expect((UInt8.min...UInt8.max).filter(set.contains) == bytes)
    }

    @Test("The letters of a name are compared whatever their case and what is between them")
    func letters() {
        for name in ["token_secret", "Token-Secret", "tokenSecret", "TOKEN.SECRET", "_token__secret-"] {
            let letters = NameLetters(Array(name.utf8)[...])
            #expect(letters.are("tokensecret"), "\(name)")
            #expect(letters.end(with: "secret") && letters.haveSecretWord && letters.last == UInt8(ascii: "t"))
            #expect(!letters.are("secret") && !letters.end(with: "token"))
            #expect(!letters.are("atokensecret") && !letters.end(with: "atokensecret"))
        }
        for name in ["pass-word1", "my_PassPhrase", "s-e-c-r-e-t-s"] {
            #expect(NameLetters(Array(name.utf8)[...]).haveSecretWord, "\(name)")
        }
        for name in ["sec", "pass", "passion_phrase", "token"] {
            #expect(!NameLetters(Array(name.utf8)[...]).haveSecretWord, "\(name)")
        }
        // Only the end of a long name is looked at.
        let long = NameLetters(Array((String(repeating: "a", count: 60) + "signature").utf8)[...])
        #expect(!long.areAll && long.end(with: "signature"))
        #expect(NameLetters(Array("signature".utf8)[...]).areAll)
        #expect(NameLetters(Array("__".utf8)[...]).last == nil)
    }

    @Test(
        "A text is shown on one line, cut to a length, whatever is in it",
        arguments: [
            ("", ""), ("abc", "abc"), ("abcdef", "abcdef"), ("abcdefg", "abcdef…"), ("  a  b ", "a b "),
            ("abcdef  ", "abcdef…"), ("a\u{7F}b\u{1}", "a\u{FFFD}b\u{FFFD}"), ("a é\u{A0}\u{A0}b", "a é b"),
            ("abcde\u{1F600}", "abcde\u{1F600}"), ("abcdeé\u{1F600}", "abcdeé…"), ("\u{A0}a", "a"),
        ]
    )
    func printable(text: String, expected: String) {
        #expect(ServiceErrorText.printable(Array(text.utf8), limit: 6) == expected)
    }

    @Test(
        "A URL is shown without user, query and fragment",
        arguments: [
            ("https://a.example/b?c#d", "https://a.example/b"), ("https://a.example/b#c?d", "https://a.example/b"),
            ("https://u:p@a.example/b@c", "https://a.example/b@c"), ("https://u@p@a.example", "https://a.example"),
            ("https://u:p\\@a.example", "https://u:p\\@a.example"), ("/b", "/b"), ("?a://u@b", ""),
            ("https://" + String(repeating: "u", count: 20_000) + "@a.example/b", "https://"),
        ]
    )
    func shownURL(url: String, expected: String) {
        #expect(ShownURL.text(url) == expected)
    }
}
