//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Testing
import Testing

@testable import OAuth1Client

@Suite("What hostile and sloppy services make of secrets")
struct HostileResponseTests {
    /// Everything that an error shows, to anyone who prints, reflects or dumps it.
    static func shown(_ error: OAuth1ClientError) -> String {
        var dumped = ""
        dump(error, to: &dumped)
        return [
            "\(error)", error.errorDescription ?? "", String(reflecting: error), dumped, error.excerpt ?? "",
            error.reason,
            error.recoverySuggestion ?? "", "\(error.problem as Any)",
        ]
        .joined(separator: "\n")
    }

    /// What the errors show of a response to a request for a token, with both kinds of status.
    private func shown(
        _ body: [UInt8],
        _ fields: HTTPFields = [:],
        secret: String = "consumer-secret-0"
    ) throws -> String {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: OAuth1Secret(secret)))
        return try [HTTPResponse.Status.ok, .unauthorized]
            .map { status in
                let head = HTTPResponse(status: status, headerFields: fields)
                let error = try #require(throws: OAuth1ClientError.self) {
                    try flow.readRequestToken(OAuth1Response(head: head, body: body), callback: .outOfBand)
                }
                return Self.shown(error)
            }
            .joined(separator: "\n")
    }

    // MARK: A value of a secret's name, which only the service knows

    @Test(
        "The value of a secret's name is hidden in the formats of programming languages and frameworks",
        arguments: [
            // PHP: var_dump, serialize, print_r of SimpleXML
            "array(1) { [\"oauth_token_secret\"]=> string(8) \"hidden1\" }",
            "a:1:{s:18:\"oauth_token_secret\";s:7:\"hidden1\";}",
            "[oauth_token_secret] => SimpleXMLElement Object ( [0] => hidden1 )",
            // Swift, Rust, Go, C#, Java
            "oauth_token_secret: Optional(\"hidden1\")", "oauth_token_secret=Some(\"hidden1\")",
            "OAuthTokenSecret:(string) (len=7) \"hidden1\"", "oauth_token_secret = new String(\"hidden1\")",
            // Erlang, Elixir, Lisp
            "{\"oauth_token_secret\", \"hidden1\"}", "{<<\"oauth_token_secret\">>,<<\"hidden1\">>}",
            "(\"oauth_token_secret\" . \"hidden1\")", "{:oauth_token_secret \"hidden1\"}",
            // YAML
            "oauth_token_secret: |\n  hidden1\n", "oauth_token_secret: !!str hidden1",
            "oauth_token_secret: >-\n  hidden1",
        ]
    )
    func languages(text: String) throws {
        let shown = try shown(Array(text.utf8))
        #expect(!shown.contains("hidden1"), "\(shown.prefix(600))")
    }

    @Test(
        "The value of a secret's name is hidden in the validation errors of frameworks",
        arguments: [
            #"{"detail":[{"loc":["body","oauth_token_secret"],"msg":"bad","input":"hidden1"}]}"#,
            #"{"errors":[{"field":"oauthTokenSecret","rejectedValue":"hidden1"}]}"#,
            #"{"PropertyName":"TokenSecret","AttemptedValue":"hidden1"}"#,
            #"{"k":"oauth_token_secret","v":"hidden1"}"#,
            #"{"name":"oauth_token_secret","data":"hidden1"}"#,
            #"{"path":"oauth_token_secret","actual":"hidden1"}"#,
            #"{"path":"oauth_token_secret","received":"hidden1"}"#,
        ]
    )
    func validation(text: String) throws {
        let shown = try shown(Array(text.utf8))
        #expect(!shown.contains("hidden1"), "\(shown.prefix(600))")
    }

    @Test(
        "The value of a secret's name is hidden in tables, lists and sentences",
        arguments: [
            "<html><table><tr><td> oauth_token_secret </td><td> hidden1 </td></tr></table>",
            "<html><table>\n<tr>\n<td>\noauth_token_secret\n</td>\n<td>\nhidden1\n</td>\n</tr></table>",
            "<html><dl><dt>Token secret</dt><dd>hidden1</dd></dl>",
            "<html><li>oauth_token_secret <code>hidden1</code></li>",
            "<html><p>Your token secret is <b>hidden1</b></p>",
            "<html><label>Token secret</label><input type=text value=\"hidden1\">",
            "<html><label>Token secret <input type=text value=hidden1></label>",
            "Your access token secret is hidden1hidden1.", "Your token secret is hidden1.",
            "| oauth_token_secret | hidden1 |", "oauth_token_secret | hidden1",
            "oauth_token_secret\thidden1", "oauth_token_secret   hidden1", "oauth_token_secret;hidden1",
            "oauth_token,oauth_token_secret\ntoken,hidden1",
            "oauth_token_secret\u{FF1A}hidden1", "oauth_token_secret\u{FF1D}hidden1",
            "oauth_token_secret \u{2013} hidden1", "oauth_token_secret \u{2192} hidden1",
            "oauth_token_secret (hidden1)", "oauth_token_secret [hidden1]",
            "oauth_token_secret \u{201C}hidden1\u{201D}",
            "oauth_token_secret: \u{201C}hidden1\u{201D}", "oauth_token_secret: <hidden1>",
            "oauth_token_secret=<hidden1>", "oauth_token_secret: *hidden1*",
            "INSERT INTO tokens (token, secret) VALUES ('token', 'hidden1')",
            "UPDATE tokens SET secret = 'hidden1' WHERE token = 'x'",
        ]
    )
    func places(text: String) throws {
        let shown = try shown(Array(text.utf8))
        #expect(!shown.contains("hidden1"), "\(shown.prefix(600))")
    }

    @Test(
        "The value of a secret's name is hidden, whatever escapes are around it",
        arguments: [
            #"oauth_token_secret\x3dhidden1"#, #"oauth_token_secret\75hidden1"#, #"oauth_token_secret\u{3d}hidden1"#,
            "oauth_token_secret%u003Dhidden1", "oauth_token_secret=3Dhidden1",
            "<html>oauth_token_secret&#61hidden1", "<html>oauth_token_secret&#x000000003D;hidden1",
            "<html>oauth_token_sec&shy;ret=hidden1", "<html>oauth_token_sec<wbr>ret=hidden1",
            "<html>oauth_token_sec&#8203;ret=hidden1", "oauth_token_sec\u{200B}ret=hidden1",
            "oauth_token_sec\u{AD}ret=hidden1", "oauth_token_secret\u{200B}=\u{200B}hidden1",
            "\u{FEFF}o\u{FEFF}auth_token_s\u{2060}ecret=hidden1",
            "<html>oauth_<i>token</i>_sec<i>ret</i>=hidden1",
            "oauth_token_secret\0=\0hidden1",
            "\u{1B}[1moauth_token_secret\u{1B}[0m=\u{1B}[31mhidden1",
            "\u{1B}[1moauth_token_secret\u{1B}[0m: \u{1B}[31mhidden1\u{1B}[0m",
        ]
    )
    func escapes(text: String) throws {
        let shown = try shown(Array(text.utf8))
        #expect(!shown.contains("hidden1"), "\(shown.prefix(600))")
    }

    @Test("Text in UTF-16 and UTF-32 shows no secret, with and without a byte order mark")
    func wideText() throws {
        for text in ["oauth_token_secret=hidden1", "the key consumer-secret-0 is bad"] {
            for mark in ["", "\u{FEFF}"] {
                let units = Array((mark + text).utf16)
                let bodies: [[UInt8]] = [
                    units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
                    units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
                    (mark + text).unicodeScalars
                        .flatMap { [UInt8($0.value & 0xFF), UInt8($0.value >> 8 & 0xFF), 0, 0] },
                ]
                for body in bodies {
                    let shown = try shown(body)
                    let letters = shown.replacing("\u{FFFD}", with: "").replacing("\0", with: "")
                    #expect(!letters.contains("hidden1") && !letters.contains("secret-0"), "\(letters.prefix(300))")
                }
            }
        }
    }

    // MARK: A secret of the request

    @Test(
        "A known secret is hidden, however it is broken up",
        arguments: [
            "key abcd\u{200B}efgh12345 bad", "key abcd\u{AD}efgh12345 bad", "key abcd\0efgh12345 bad",
            "<html>key abcd<wbr>efgh12345 bad", "<html>key abcd&shy;efgh12345 bad",
            "<html>key <b>abcd</b>efgh12345 bad",
            "<html>key abcd&ZeroWidthSpace;efgh12345 bad", "<html>key abcd<!-- x -->efgh12345 bad",
            "<html><h1>key abcd<wbr>efgh12345 bad</h1><title>key abcd<wbr>efgh12345</title>",
            "key abcd\r\nefgh12345 bad", "key abcd=\r\nefgh12345 bad", "key abcd\\\nefgh12345 bad",
            "key \u{1B}[31mabcd\u{1B}[0mefgh12345 bad", "key ABCDEFGH12345 bad",
        ]
    )
    func brokenUp(text: String) throws {
        let shown = try shown(Array(text.utf8), secret: "abcdefgh12345")
        #expect(!shown.lowercased().contains("efgh12345"), "\(shown.prefix(400))")
    }

    @Test(
        "A known secret is hidden in other encodings",
        arguments: [
            #"key ab\x2Bcd\x2Fefgh123 bad"#, #"key ab\53cd\57efgh123 bad"#, #"key ab\u{2b}cd\u{2f}efgh123 bad"#,
            #"key ab\U0000002bcd\U0000002fefgh123 bad"#, "key ab%u002Bcd%u002Fefgh123 bad", "key ab cd/efgh123 bad",
            "key ab-cd_efgh123 bad", "<html>key ab&#43cd&#47efgh123 bad",
            "<html>key ab&#0000000043;cd/efgh123 bad", "key YWIrY2QvZWZnaDEyMw== bad",
            "key azphYitjZC9lZmdoMTIz bad", "key 61622b63642f65666768313233 bad",
            "key 0x61622b63642f65666768313233 bad", "/v/YWIrY2QvZWZnaDEyMw bad", "/k-azphYitjZC9lZmdoMTIz bad",
            #"key \nab&#43;cd&#47;efgh123 bad"#,
        ]
    )
    func encodings(text: String) throws {
        // `ab+cd/efgh123`, whose plus and slash most encodings change; the last forms are Base64 of it, Base64 of `k:` and it,
        // and hexadecimal.
        let shown =
            try shown(Array("<html>\(text)".utf8), secret: "ab+cd/efgh123")
            + shown(Array(text.utf8), secret: "ab+cd/efgh123")
        for part in ["efgh123", "YWIrY2Qv", "azphYitj", "6566676831"] {
            #expect(!shown.contains(part), "\(shown.prefix(400))")
        }
    }

    @Test(
        "Punctuation of a password is found by the names of its entities",
        arguments: [
            ("!", "excl"), ("#", "num"), ("$", "dollar"), ("(", "lpar"), (")", "rpar"), ("*", "ast"), (".", "period"),
            (";", "semi"), ("?", "quest"), ("@", "commat"), ("[", "lbrack"), ("]", "rbrack"), ("\\", "bsol"),
            ("^", "Hat"), ("`", "grave"), ("{", "lcub"), ("|", "vert"), ("}", "rcub"), ("_", "UnderBar"),
        ]
    )
    func entities(character: String, name: String) throws {
        let shown = try shown(Array("<html>key abcd&\(name);efgh12345".utf8), secret: "abcd\(character)efgh12345")
        #expect(!shown.contains("efgh12345"), "\(shown.prefix(400))")
    }

    // MARK: Cuts

    @Test("A part of a secret is not shown where what is read of a body ends")
    func cutAtReadingLimit() throws {
        let secret = "abcdefghijklmnopqrstuvwxyz0123456789"
        for visible in [8, 20, 35] {
            for (start, end) in [
                ("", ""), ("<html><style>", "</style>"), ("<html><!--", "-->"), ("<html><script>", "</script>"),
            ] {
                let filling = 65_536 - visible - start.utf8.count - end.utf8.count
                let body = start + String(repeating: " ", count: filling) + end + secret
                let shown = try shown(Array(body.utf8), secret: secret)
                #expect(!shown.contains("abcdefgh"), "\(visible) \(start): \(shown.prefix(300))")
            }
        }
        let title = "<html><title>x</title>" + String(repeating: " ", count: 65_536 - 22 - 20) + secret
        #expect(try !shown(Array(title.utf8), secret: secret).contains("abcdefgh"))
    }

    @Test("A part of a secret is not shown where what is read of a problem report ends")
    func cutInReport() throws {
        let secret = "abcdefghijklmnopqrstuvwxyz0123456789"
        for visible in 8..<12 {
            for name in ["oauth_problem_advice", "oauth_x", "oauth_parameters_absent"] {
                let room = 4_096 - name.utf8.count - 1 - visible
                let text =
                    "oauth_problem=x&\(name)=" + String(repeating: "%20", count: room / 3)
                    + String(repeating: " ", count: room % 3) + secret
                let shown = try shown(Array(text.utf8), secret: secret)
                #expect(!shown.contains("abcdefgh"), "\(name): \(shown.prefix(300))")
                let field = try self.shown([], [.wwwAuthenticate: "OAuth \(text)"], secret: secret)
                #expect(!field.contains("abcdefgh"), "\(name): \(field.prefix(300))")
            }
        }
    }

    @Test("A long secret is not shown by its start, whatever the limits of texts are")
    func longSecrets() async throws {
        let alphabet = String(repeating: "abcdefghijklmnopqrstuvwxyz", count: 400)
        for length in [1_500, 2_500, 4_000, 9_000] {
            let secret = String(alphabet.prefix(length)) + "0"
            for text in [
                secret, "<html>\(secret)", "<html><title>\(secret)</title>", "oauth_problem=\(secret)",
                "oauth_problem=x&oauth_problem_advice=\(secret)",
                "{\"a\": \"\(secret)\"}", String(repeating: " ", count: 6_000) + "." + secret,
            ] {
                let shown = try shown(Array(text.utf8), secret: secret)
                #expect(!shown.contains("abcdefgh"), "\(length): \(shown.prefix(200))")
            }
            let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: OAuth1Secret(secret)))
            let redirect = HTTPResponse(status: .found, headerFields: [.location: "https://h.example/\(secret)"])
            let error = try #require(throws: OAuth1ClientError.self) {
                try flow.readRequestToken(OAuth1Response(head: redirect), callback: .outOfBand)
            }
            #expect(!Self.shown(error).contains("abcdefgh"), "\(length) \(error)")
        }
    }

    // MARK: Tokens of OAuth 2.0

    @Test(
        "A response with an OAuth 2.0 token of another shape shows no token",
        arguments: [
            "access_token=hidden1&token_type=bearer", #"{"data":{"access_token":"hidden1","refresh_token":"hidden1"}}"#,
            #"{"access_token":"hidden1","access_token":"hidden1"}"#, #"{"access_token":"hidden1 x"}"#,
            #"{"accessToken":"hidden1"}"#, #"[{"access_token":"hidden1"}]"#,
            #"{"access_token":"","refresh_token":"hidden1"}"#, #"{"id_token":"hidden1"}"#,
            "<html>access_token: hidden1", #"{"access_token":"hidden1""#,
        ]
    )
    func oauth2(text: String) throws {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "consumer-secret-0"))
        let error = try #require(throws: OAuth1ClientError.self) {
            try flow.readTokenExchange(OAuth1Response(.ok, [:], text), exchanging: nil)
        }
        #expect(!Self.shown(error).contains("hidden1"), "\(error)")
    }

    // MARK: Signatures

    @Test("A signature whose plus signs became blanks is hidden", arguments: [1, 2])
    func signature(decoded: Int) async throws {
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "consumer-secret-0"),
            options: OAuth1FlowOptions(retries: .none),
            transport: OAuth1RecordingTransport { request, _ in
                let field = request.headerFields[.authorization] ?? ""
                let start = field.firstRange(of: "oauth_signature=\"")!.upperBound
                let encoded = String(field[start...].prefix { $0 != "\"" })
                let signature = OAuth1Parameters(formEncoded: "a=\(encoded)")["a"]!
                let text = decoded == 1 ? signature.lowercased() : signature.replacing("+", with: " ")
                return OAuth1Response(.unauthorized, [HTTPField.Name("X-Sig")!: text], "Bad: \(text)")
            }
        )
        // As many nonces as needed for a signature with a plus sign.
        for _ in 0..<40 {
            let response = try await client.get("https://h.example/a")
            let text = try #require(response.head.headerFields[HTTPField.Name("X-Sig")!])
            guard text.contains(decoded == 1 ? "=" : " ") else { continue }
            let error = try #require(throws: OAuth1ClientError.self) { try response.checkingStatus() }
            let parts = text.split(separator: " ").filter { $0.count > 6 }
            #expect(parts.allSatisfy { !Self.shown(error).contains($0) }, "\(error)")
            return
        }
    }
}
