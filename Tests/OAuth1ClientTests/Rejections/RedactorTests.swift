//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@testable import OAuth1Client

@Suite("Leaving secrets out of what a service says")
struct RedactorTests {
    private func redacted(_ text: String, _ secrets: OAuth1Secret...) -> String {
        String(decoding: Redactor(hiding: secrets).redacted(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        "The value of a secret's name is hidden in every format, and the text after it stays",
        arguments: [
            ("oauth_token_secret=hidden1&oauth_x=1", "oauth_token_secret=<redacted>&oauth_x=1"),
            ("a=1&oauth_signature=hid%2Bden1&oauth_nonce=n", "a=1&oauth_signature=<redacted>&oauth_nonce=n"),
            ("oauth_signature=\"hidden1\", oauth_nonce=\"n\"", "oauth_signature=\"<redacted>\", oauth_nonce=\"n\""),
            (#"{"oauth_token_secret" : "hidden1, too", "a": 1}"#, #"{"oauth_token_secret" : "<redacted>", "a": 1}"#),
            (#"{"clientSecret":"a\"hidden1","b":2}"#, #"{"clientSecret":"<redacted>","b":2}"#),
            (
                #"{"x":"{\"oauth_token_secret\":\"a, hidden1\",\"b\":2}"}"#,
                #"{"x":"{\"oauth_token_secret\":\"<redacted>\",\"b\":2}"}"#
            ),
            (
                "<oauth_verifier>hidden 1</oauth_verifier><b>x</b>",
                "<oauth_verifier><redacted></oauth_verifier><b>x</b>"
            ),
            (
                "<password type=\"x\"><![CDATA[hid<den1]]></password>x",
                "<password type=\"x\"><![CDATA[<redacted>]]></password>x"
            ),
            (
                "<key>consumer_secret</key><string>hidden1</string>x",
                "<key>consumer_secret</key><string><redacted></string>x"
            ),
            (#"<p name="x_auth_password" value="hidden1"/>x"#, #"<p name="x_auth_password" value="<redacted>"/>x"#),
            (
                #"[{"value":"hidden1","name":"oauth_token_secret"}]x"#,
                #"[{"value":"<redacted>","name":"oauth_token_secret"}]x"#
            ),
            ("[('oauth_signature', 'hidden1'), ('a', 'b')]", "[('oauth_signature', '<redacted>'), ('a', 'b')]"),
            ("{u'oauth_verifier': u'hidden1', u'a': 1}", "{u'oauth_verifier': u'<redacted>', u'a': 1}"),
            ("[oauth_signature] => hidden1\n[a] => b", "[oauth_signature] => <redacted>\n[a] => b"),
            ("The session handle: hidden1 is bad", "The session handle: <redacted> is bad"),
            ("Consumer Secret: hidden1 is bad", "Consumer Secret: <redacted> is bad"),
            ("The secret that was sent: hidden1 is bad", "The secret that was sent: <redacted> is bad"),
            ("secret: password: hidden1 x", "secret: <redacted> <redacted> x"),
            ("Expected signature: hidden1= got x", "Expected signature: <redacted> got x"),
        ]
    )
    func names(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    @Test(
        "Base strings keep everything but verifiers, passwords and the like, plain, encoded and twice encoded",
        arguments: [
            (
                "POST&https%3A%2F%2Fh&oauth_verifier%3Dhidden1%26x_auth_password%3Dhidden%25252%26z%3D1",
                "POST&https%3A%2F%2Fh&oauth_verifier%3D<redacted>%26x_auth_password%3D<redacted>%26z%3D1"
            ),
            (
                "debug_sbs=POST%26https%253A%252F%252Fh%26oauth_session_handle%253Dhidden1%2526z%253D1&y=2",
                "debug_sbs=POST%26https%253A%252F%252Fh%26oauth_session_handle%253D<redacted>%2526z%253D1&y=2"
            ),
            (
                "a%253DPOST%252526oauth_verifier%2525253Dhidden1%25252526z",
                "a%253DPOST%252526oauth_verifier%2525253D<redacted>%25252526z"
            ),
        ]
    )
    func baseStrings(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    @Test(
        "Names that only contain the name of a secret hide nothing",
        arguments: [
            "oauth_signature_method=HMAC-SHA1&oauth_nonce=n",
            "oauth_signature_base_string=GET&https%3A%2F%2Fh%2F&a%3Db",
            "signature base string: GET&https%3A%2F%2Fh%2F&a%3Db rest", "Invalid signature: the base strings differ",
            "oauth_secret_missing=1&b=2", #"{"missing":["oauth_signature","oauth_nonce"]}"#,
            "oauth_parameters_absent=oauth_signature&oauth_problem_advice=x",
            #"{"parameter":"oauth_signature","message":"is missing"}"#,
        ]
    )
    func harmless(text: String) {
        #expect(redacted(text) == text)
    }

    @Test(
        "The key of PLAINTEXT is hidden whole, also where a service calls it a base string",
        arguments: [
            ("oauth_signature=hidden1&hidden2&oauth_nonce=n", "oauth_signature=<redacted>&oauth_nonce=n"),
            ("oauth_signature=hidden1%26hidden2&oauth_nonce=n", "oauth_signature=<redacted>&oauth_nonce=n"),
            ("Expected signature base string: hidden1&hidden2 here", "Expected signature base string: <redacted> here"),
            ("debug_sbs=hidden1%26hidden2&a=b", "debug_sbs=<redacted>&a=b"),
            (#"{"base_string":"hidden1&hidden2","a":1}"#, #"{"base_string":"<redacted>","a":1}"#),
        ]
    )
    func plaintext(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    @Test("A secret that only the service knows is hidden next to one that this client knows")
    func neighbour() {
        #expect(redacted("Bad key hidden1&token-secret here", "token-secret") == "Bad key <redacted> here")
        #expect(redacted("Bad key token-secret&hidden1 here", "token-secret") == "Bad key <redacted> here")
        #expect(redacted("a=b&token-secret&c=d", "token-secret") == "a=b&<redacted>&c=d")
    }

    @Test(
        "A known secret is hidden in whatever form it is repeated",
        arguments: [
            "p+s/w=d\"&1", "p%2Bs%2Fw%3Dd%22%261", "p%252Bs%252Fw%253Dd%2522%25261", "p%2bs%2fw%3dd%22%261",
            #"p+s\/w=d\"&1"#, #"p\u002bs\u002Fw\u003dd\u0022\u00261"#, "p+s/w=d&quot;&amp;1",
            "p&#43;s&#x2F;w&#61;d&#34;&#38;1",
            "p%26%2343%3Bs/w=d%22&amp;1", #"p%5Cu002bs%5C/w=d%22%261"#,
        ]
    )
    func forms(form: String) {
        #expect(redacted("<i>\(form)</i>", "p+s/w=d\"&1") == "<i><redacted></i>")
    }

    @Test(
        "A percent sign in front of an encoded secret does not hide its first letters",
        arguments: [
            "%acc/ess token", "%25acc/ess token", "%25acc%2Fess%20token", "%25acc%2fess%20token",
            "%acc%2Fess%20token", "%acc%252Fess%2520token", "%25acc%252Fess%2520token", "%2525acc%252fess%2520token",
            "%25%61cc%2Fess%20token",
        ]
    )
    func percentSign(text: String) {
        let shown = redacted("a=\(text)&b=c", "acc/ess token")
        #expect(shown.hasPrefix("a=%") && shown.hasSuffix("<redacted>&b=c"), "\(shown)")
    }

    @Test("A secret with a blank is found in a form, and with another number of blanks")
    func blanks() {
        #expect(redacted("k=my+long+pass&x=1", "my long pass") == "k=<redacted>&x=1")
        #expect(redacted("k: my long pass.", "my  long pass") == "k: <redacted>.")
    }

    @Test("Short secrets and common words don't shred a text")
    func shortSecrets() {
        #expect(redacted("a bad day for tests", "a", "d", "ba", "test") == "a bad day for tests")
        #expect(redacted("the test is over", "test") == "the <redacted> is over")
        #expect(redacted("secretly and secrets", "secret") == "secretly and secrets")
    }

    @Test(
        "Where the end of a value is not certain, nothing after it is shown",
        arguments: [
            "oauth_token_secret=\"hidden1 and more", "<oauth_token_secret>hidden1",
            #"{"secret":["a","hidden1"],"b":2}"#,
        ]
    )
    func uncertainEnd(text: String) {
        #expect(!redacted(text + "hidden2").contains("hidden"))
    }

    @Test("Names within a value are looked at once, in base strings too")
    func nestedNames() {
        for (name, count) in [("secret=", 1), ("base_string=", 1), ("a_signature=", 1)] {
            var found = 0
            NamedValues(Array(String(repeating: name, count: 5_000).utf8)).visit { _ in found += 1 }
            #expect(found == count, "\(name)")
        }
        var found = 0
        NamedValues(Array("base_string=GET&h&oauth_verifier=1 secret=2".utf8)).visit { _ in found += 1 }
        #expect(found == 3)
    }

    @Test("Fields next to quoted names are looked at once, however many names are near them")
    func nearNames() {
        for text in ["'secret' val=a ", "\"secret\" text='a' ", "'a_signature' value: a; "] {
            var starts: [Int] = []
            NamedValues(Array(String(repeating: text, count: 500).utf8)).visit { starts.append($0.value.lowerBound) }
            #expect(starts.count == 500, "\(text)")
            #expect(Set(starts).count == starts.count, "\(text)")
        }
        var search = PairSearch()
        let names = [UInt8](repeating: UInt8(ascii: "a"), count: 9_000)
        let looked = stride(from: 0, to: names.count, by: 9)
            .reduce(0) { sum, start in
                let surroundings = search.surroundings(of: start..<(start + 9), in: names)
                search.seen = surroundings.upperBound
                return sum + surroundings.count
            }
        #expect(looked == names.count)
    }

    @Test("A field is found on both sides of a name, and one that many names share by all of them")
    func fieldsOnBothSides() {
        #expect(redacted("{'value': 'hidden1', 'name': 'secret'}") == "{'value': '<redacted>', 'name': 'secret'}")
        #expect(redacted("{'name': 'secret', 'value': 'hidden1'}") == "{'name': 'secret', 'value': '<redacted>'}")
        let many = String(repeating: "{'name': 'secret', 'value': 'hidden1'},", count: 50)
        #expect(redacted(many) == many.replacing("hidden1", with: "<redacted>"))
        let far =
            "'secret' " + String(repeating: "'x' ", count: 50) + "'secret' " + String(repeating: "'x' ", count: 50)
        #expect(!redacted(far + "'val': 'hidden1'").contains("hidden1"))
    }

    @Test(
        "A secret with whitespace around it is found without it, as the service knows it",
        arguments: ["\n", " ", "\t"]
    )
    func copiedWhiteSpace(space: String) {
        let secret = OAuth1Secret("\(space)kd94hf93k423\(space)")
        #expect(redacted("expected kd94hf93k423, got \(space)kd94hf93k423\(space)", secret).contains("kd94") == false)
        #expect(redacted("a b, c", OAuth1Secret(String(repeating: space, count: 8))) == "a b, c")
    }

    @Test(
        "The text between a name and its value is searched, too",
        arguments: [
            "Invalid \"oauth_signature\". Got oauth_signature=\"hidden1\", oauth_token_secret=hidden2 value: xyz",
            #"{"errors":["bad 'secret'","oauth_signature=hidden1"],"text":"x"}"#,
            "'secret' oauth_verifier=hidden1 val=a", "{'secret', 'oauth_verifier': 'hidden1', 'text': 'x'}",
            "<b>secret</b><input name=\"oauth_verifier\" value=\"hidden1\"> text",
        ]
    )
    func between(text: String) {
        #expect(!redacted(text).contains("hidden"), "\(redacted(text))")
    }

    @Test(
        "A value in quotes or brackets right after its name is hidden in a sentence, too",
        arguments: [
            ("Your secret 'hidden1' is wrong", "Your secret '<redacted>' is wrong"),
            ("consumer secret (hidden1) bad", "consumer secret (<redacted>) bad"),
            ("Expected signature \"hidden/2+3=\" but", "Expected signature \"<redacted>\" but"),
            ("Invalid signature (hid&den).", "Invalid signature (<redacted>)."),
            ("Invalid signature (HMAC-SHA1) or secret (expired)", "Invalid signature (HMAC-SHA1) or secret (expired)"),
            ("the secret 'key' and the signature 'method'", "the secret 'key' and the signature 'method'"),
        ]
    )
    func quotedProse(text: String, expected: String) {
        #expect(redacted(text) == expected)
    }

    @Test("A secret with characters beyond the basic plane is found in JSON's escapes")
    func surrogates() {
        #expect(redacted(#"{"a":"kd94\ud83d\uDE00hf93"}"#, "kd94\u{1F600}hf93") == #"{"a":"<redacted>"}"#)
        #expect(redacted(#"{"a":"kd94\ud83dkd94"}"#, "kd94\u{1F600}") == #"{"a":"kd94\ud83dkd94"}"#)
    }

    @Test("Text that is nested too deeply is not shown")
    func nesting() {
        let text = "secret%" + String(repeating: "25", count: 12) + "3Dhidden1"
        #expect(redacted(text) == "<redacted>")
    }
}
