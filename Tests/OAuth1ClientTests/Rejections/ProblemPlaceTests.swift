//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@Suite("Where services report problems")
struct ProblemPlaceTests {
    private static let style =
        "<style>body { color: red; oauth: x } /* " + String(repeating: "x", count: 20_000) + " */</style>"

    @Test(
        "A problem is found in a body of any format",
        arguments: [
            "oauth_problem=token_rejected", "a=b&oauth_problem=token_rejected&c=d",
            "\u{FEFF}\r\noauth_problem=token_rejected\n",
            #"{"oauth_problem":"token_rejected"}"#, #"{"error":{"oauth_problem":"token_rejected"}}"#,
            #"{"error":"oauth_problem=token_rejected&oauth_problem_advice=x"}"#,
            #"{"error":"{\"oauth_problem\":\"token_rejected\"}"}"#,
            "<response><oauth_problem>token_rejected</oauth_problem></response>",
            "Error: oauth_problem=token_rejected, oauth_problem_advice=x", "x%26oauth_problem%3Dtoken_rejected%26y",
            "<!DOCTYPE html><html><head>\(style)</head><body><h1>HTTP Status 401 - oauth_problem=token_rejected</h1></body></html>",
            "<html>\(style)<p>oauth_problem&#61;token_rejected&amp;oauth_problem_advice=x</p></html>",
        ]
    )
    func bodies(text: String) {
        #expect(OAuth1Response(.unauthorized, [:], text).problem?.code == "token_rejected")
    }

    @Test("A problem in a page brings its advice, and the words of the page without its markup")
    func page() {
        let page =
            "<html>\(Self.style)<script>var a = 'oauth';</script><body><!-- nothing --><h1>Sorry</h1><p>"
            + "oauth_problem=parameter_absent&amp;oauth_parameters_absent=oauth_nonce&amp;oauth_problem_advice=say%20it</p></body></html>"
        let response = OAuth1Response(.unauthorized, [.contentType: "text/html"], page)
        #expect(response.problem?.advice == "say it")
        #expect(response.problem?.parameters["oauth_parameters_absent"] == "oauth_nonce")
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        let excerpt = error?.excerpt ?? ""
        #expect(excerpt.hasPrefix("Sorry oauth_problem"))
        for part in ["color", "var a", "nothing", "<"] { #expect(!excerpt.contains(part), "\(part)") }
    }

    @Test("A problem is found in header fields other than the challenge")
    func headers() throws {
        let name = try #require(HTTPField.Name("X-Error"))
        let response = OAuth1Response(.unauthorized, [name: "oauth_problem=token_rejected"], "<html>no</html>")
        #expect(response.problem?.code == "token_rejected")
    }

    @Test(
        "Other texts are not reports",
        arguments: ["", "oauth_problem", "oauth_problem=", "{\"oauth_problem\":\"\"}", "<html>", "no"]
    )
    func others(text: String) {
        #expect(OAuth1Response(.unauthorized, [:], text).problem == nil)
    }

    @Test("Markup that never ends hides what follows, and takes one pass", .timeLimit(.minutes(1)))
    func endless() {
        for tag in [
            "<style>", "<script", "<!--", "<", "</style", "<a ", "<oauth_token_secret>", "\"secret\":\"",
            "oauth_problem", "&", "%25",
        ] {
            let text = "<html>" + String(repeating: tag, count: 1_000_000 / tag.utf8.count)
            let error = #expect(throws: OAuth1ClientError.self) {
                try OAuth1Response(.unauthorized, [:], text).checkingStatus()
            }
            #expect((error?.excerpt?.count ?? 0) < 310)
        }
    }

    @Test("A byte order mark before a token response belongs to no name")
    func byteOrderMark() throws {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        for text in [
            "\u{FEFF}oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true",
            "\u{FEFF}{\"oauth_token\":\"t\",\"oauth_token_secret\":\"s\",\"oauth_callback_confirmed\":true}",
        ] {
            let token = try flow.readRequestToken(OAuth1Response(.ok, [:], text), callback: .outOfBand)
            #expect(token.token == "t")
        }
    }
}
