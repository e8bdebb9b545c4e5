//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@testable import OAuth1Client

@Suite("How much of what a service says is read")
struct ReadingLimitTests {
    @Test("A report has 32 parameters at most, whose values are short")
    func problemParameters() throws {
        let text = "oauth_problem=x&" + String(repeating: "oauth_a=1&", count: 10_000)
        let problem = try #require(OAuth1Response(.unauthorized, [:], text).problem)
        #expect(problem.parameters.count <= 32)
        let many = OAuth1Parameters(
            (0..<10_000).map { OAuth1Parameter("oauth_\($0)", "1") } + [OAuth1Parameter("oauth_problem", "x")]
        )
        #expect(OAuth1Problem(many)?.parameters.count == 32)
        let large = OAuth1Parameters(
            (0..<32).map { OAuth1Parameter("oauth_\($0)", String(repeating: "1", count: 2_000)) }
                + [OAuth1Parameter("oauth_problem", "x")]
        )
        #expect(OAuth1Problem(large)?.parameters.count == 8)
        let long = "oauth_problem=x&oauth_a=" + String(repeating: "1", count: 60_000)
        let value = try #require(OAuth1Response(.unauthorized, [:], long).problem?.parameters["oauth_a"])
        #expect(value.count < 310)
    }

    @Test("Of a rejection only the first 64 KiB are read")
    func beginning() {
        let filling = String(repeating: "a=b&", count: 16_384)
        #expect(OAuth1Response(.unauthorized, [:], filling + "oauth_problem=x").problem == nil)
        #expect(
            OAuth1Response(.unauthorized, [:], String(filling.dropLast(100)) + "oauth_problem=x").problem?.code == "x"
        )
        let json = "{" + String(repeating: "\"a\":1,", count: 11_000)
        #expect(OAuth1Response(.unauthorized, [:], json + "\"oauth_problem\":\"x\"}").problem == nil)
    }

    @Test("A report is read only once for each response")
    func once() {
        let reading = RejectionReading()
        var count = 0
        for _ in 0..<3 {
            _ = reading.report {
                count += 1
                return ["oauth_problem": "x"]
            }
        }
        #expect(count == 1)
        var response = OAuth1Response(.unauthorized, [:], "oauth_problem=x")
        #expect(response.problem?.code == "x")
        response.body = Array("oauth_problem=y".utf8)
        #expect(response.problem?.code == "y")
    }

    @Test("A callback with more parameters than a request may have is rejected before it is read")
    func callback() {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        let token = OAuth1RequestToken(token: "t", secret: "s")
        for url in [
            "/callback?oauth_problem=x&" + String(repeating: "oauth_&", count: 10_000),
            "/callback#oauth_problem=x&" + String(repeating: "oauth_&", count: 10_000),
        ] {
            let error = #expect(throws: OAuth1ClientError.self) { try flow.parseAuthorizationResponse(url, for: token) }
            #expect(error?.code == .invalidCallback)
            #expect(error?.problem == nil)
            #expect(flow.callbackToken(url) == nil)
        }
    }

    @Test("A token response has a limit, whatever the options allow")
    func tokenResponse() {
        let flow = OAuth1Flow(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            options: OAuth1FlowOptions(maximumTokenResponseBytes: 1 << 30)
        )
        let token = "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true"
        for (text, code) in [
            (token + String(repeating: " ", count: 1_048_576), OAuth1ClientError.Code.responseTooLarge),
            (token + String(repeating: "&a", count: 2_000), .unreadableTokenResponse),
        ] {
            let error = #expect(throws: OAuth1ClientError.self) {
                try flow.readRequestToken(OAuth1Response(.ok, [:], text), callback: .outOfBand)
            }
            #expect(error?.code == code)
        }
    }

    @Test("An excerpt of a long text does not end in a part of a secret")
    func excerpt() {
        // So many blanks and tags that what is shown ends where the text is cut.
        let page =
            "<html>" + String(repeating: "<br class='aaaaaaaaaaaaaaaaaaaaaaaaaa'>", count: 209) + "  hidden-secret"
        for length in 0..<40 {
            let text = "<html>" + String(repeating: "b", count: length) + page.dropFirst(6) + page
            let excerpt = ServiceErrorText.excerpt(
                OAuth1Response(.unauthorized, [:], text),
                by: Redactor(hiding: ["hidden-secret"])
            )
            #expect(!excerpt.contains("hidd"), "\(length)")
        }
    }
}
