//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Secrets")
struct SecretTests {
    @Test("Secrets are equal when all of their bytes are")
    func equality() {
        #expect(OAuth1Secret("a") == OAuth1Secret("a"))
        #expect(OAuth1Secret("") == OAuth1Secret(""))
        for other: OAuth1Secret in ["", "b", "A", "aa", "a ", "a\0"] {
            #expect(OAuth1Secret("a") != other)
        }
        // Swift takes these two for the same text; they make different signatures.
        #expect(OAuth1Secret("\u{E9}") != OAuth1Secret("e\u{301}"))
    }

    @Test("A secret is empty when it has no bytes")
    func emptiness() {
        #expect(OAuth1Secret("").isEmpty)
        #expect(!OAuth1Secret(" ").isEmpty)
    }

    @Test("Credentials and tokens are equal when all of their parts are")
    func credentials() {
        let client = OAuth1ClientCredentials(key: "k", secret: "s")
        #expect(client == OAuth1ClientCredentials(key: "k", secret: "s"))
        #expect(client != OAuth1ClientCredentials(key: "k", secret: "t"))
        #expect(client != OAuth1ClientCredentials(key: "l", secret: "s"))
        let token = OAuth1AccessToken(token: "t", secret: "s", parameters: ["user_id": "1"])
        #expect(token == OAuth1AccessToken(token: "t", secret: "s", parameters: ["user_id": "1"]))
        #expect(token != OAuth1AccessToken(token: "t", secret: "s"))
        #expect(token != OAuth1AccessToken(token: "t", secret: "r", parameters: ["user_id": "1"]))
        let requestToken = OAuth1RequestToken(token: "t", secret: "s")
        #expect(!requestToken.isCallbackConfirmed)
        #expect(requestToken != OAuth1RequestToken(token: "t", secret: "s", isCallbackConfirmed: true))
    }
}
