//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Descriptions of parameters")
struct ParameterDescriptionTests {
    @Test("Names and values are shown as text")
    func text() {
        let parameters: OAuth1Parameters = ["user_id": "alice", "screen_name": "lepture"]
        #expect("\(parameters)" == "[user_id: alice, screen_name: lepture]")
        #expect(String(reflecting: parameters) == "[user_id: alice, screen_name: lepture]")
        #expect("\(OAuth1Parameter("user_id", "alice"))" == "user_id: alice")
        #expect("\(OAuth1Parameters())" == "[]")
    }

    @Test(
        "The values of secrets are hidden, in reflection too",
        arguments: [
            "oauth_token_secret", "client-secret", "X_Auth_Password", "oauth_verifier", "oauth_signature",
            "oauth_session_handle", "access_token",
        ]
    )
    func secrets(name: String) {
        let parameters = OAuth1Parameters([OAuth1Parameter(name, "hidden1")])
        #expect("\(parameters)" == "[\(name): <redacted>]")
        for value in [parameters, parameters[0], [parameters]] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(dumped.contains("<redacted>") && !dumped.contains("hidden1"), "\(dumped)")
        }
    }

    @Test("Control characters are escaped, and much text is cut")
    func bounds() {
        #expect("\(OAuth1Parameter("a\n", "b\u{1B}[1m\u{202E}"))" == "a\\u{a}: b\\u{1b}[1m\\u{202e}")
        #expect("\(OAuth1Parameter("a", String(repeating: "b", count: 10_000)))".utf8.count < 300)
        let many = OAuth1Parameters((0..<10_000).map { OAuth1Parameter("a", "\($0)") })
        #expect("\(many)".utf8.count < 1_000)
        #expect("\(many)".hasSuffix("a: 49, …]"))
    }
}
