//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Credentials that were copied with something around them")
struct CredentialFlawTests {
    private func error(
        key: String = "k",
        secret: String = "consumer-secret",
        token: OAuth1AccessToken? = OAuth1AccessToken(token: "t", secret: "token-secret"),
        method: OAuth1SignatureMethod = .hmacSHA1,
        _ body: String = "oauth_problem=signature_invalid",
        _ status: HTTPResponse.Status = .unauthorized
    ) async throws -> OAuth1ClientError {
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
            token: token,
            method: method,
            transport: ScriptedService([OAuth1Response(status, [:], body)]).transport
        )
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                try await client.get("https://h.example/").checkingStatus()
            }
        )
    }

    @Test(
        "Whitespace, line breaks, quotation marks and invisible characters are named first, and nothing is shown",
        arguments: [
            ("consumer-secret\n", "The consumer secret ends with a line break"),
            ("consumer-secret\r\n", "The consumer secret ends with a line break"),
            (" consumer-secret", "The consumer secret starts with whitespace"),
            ("\tconsumer-secret ", "The consumer secret starts and ends with whitespace"),
            ("\"consumer-secret\"", "The consumer secret is in quotation marks"),
            ("\u{201C}consumer-secret\u{201D}", "The consumer secret is in quotation marks"),
            ("\u{FEFF}consumer-secret", "The consumer secret starts with an invisible character"),
            ("consumer-secret\u{A0}", "The consumer secret ends with whitespace"),
            ("", "The consumer secret is empty"),
        ]
    )
    func secret(value: String, words: String) async throws {
        for body in ["oauth_problem=signature_invalid", "Invalid signature", "", #"{"errors":[{"code":32}]}"#] {
            let error = try await error(secret: value, body)
            #expect(error.recoverySuggestion?.hasPrefix(words) == true, "\(error)")
            #expect(!error.description.contains("consumer-secret"))
        }
    }

    @Test("Key, token and token secret are looked at, too, and all that is found is named")
    func others() async throws {
        let token = OAuth1AccessToken(token: "t ", secret: "token-secret\n")
        let text = try await error(key: "k\n", token: token).recoverySuggestion
        #expect(
            text?
                .hasPrefix(
                    "The consumer key ends with a line break, and the token ends with whitespace, and the token "
                        + "secret ends with a line break, which is treated as part of it"
                ) == true,
            "\(text ?? "")"
        )
        #expect(try await error(key: "").recoverySuggestion?.hasPrefix("The consumer key is empty") == true)
    }

    @Test("The service's own advice comes after it")
    func advice() async throws {
        let text = try await error(secret: "s ").recoverySuggestion
        #expect(text?.contains("compare the base strings") == true)
    }

    @Test(
        "Other rejections and good credentials are not blamed on whitespace",
        arguments: [
            ("oauth_problem=timestamp_refused", HTTPResponse.Status.unauthorized), ("", .notFound), ("", .badGateway),
            ("", .tooManyRequests), ("oauth_problem=nonce_used", .unauthorized),
        ]
    )
    func notBlamed(body: String, status: HTTPResponse.Status) async throws {
        #expect(!(try await error(secret: "s ", body, status)).description.contains("whitespace"))
    }

    @Test("Good credentials are not suspected")
    func good() async throws {
        let text = try await error(secret: "a b \"c\" d").description
        #expect(!text.contains("treated as part"))
    }

    @Test("The login's steps look at their credentials, also without a client that sends")
    func flow() throws {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s\n"))
        let rejected = OAuth1Response(.unauthorized, [:], "")
        let request = #expect(throws: OAuth1ClientError.self) {
            try flow.readRequestToken(rejected, callback: .outOfBand)
        }
        #expect(request?.recoverySuggestion?.hasPrefix("The consumer secret ends with a line break") == true)
        #expect(request?.step == .requestToken)
        let good = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        let access = #expect(throws: OAuth1ClientError.self) {
            try good.readAccessToken(rejected, exchanging: OAuth1RequestToken(token: "t", secret: " s"))
        }
        #expect(access?.recoverySuggestion?.hasPrefix("The token secret starts with whitespace") == true)
        #expect(access?.step == .accessToken)
    }
}
