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

@Suite("Reading OAuth 2.0 tokens")
struct OAuth2TokenTests {
    /// What an exchange at HERE reads from a response.
    private static func read(_ body: String, _ status: HTTPResponse.Status = .ok) throws -> OAuth2Token {
        let flow = try OAuth1Flow(service: .here, client: OAuth1ClientCredentials(key: "k", secret: "client-secret"))
        return try flow.readTokenExchange(OAuth1Response(status, [:], body), exchanging: nil)
    }

    private static func rejection(_ body: String, _ status: HTTPResponse.Status = .ok) throws -> OAuth1ClientError {
        try #require(#expect(throws: OAuth1ClientError.self) { try read(body, status) })
    }

    @Test("Every field is read, and others are left out")
    func fields() throws {
        let token = try OAuth2TokenTests.read(
            """
            {"access_token": "a.b-c", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r",
             "refresh_token_expires_in": "7200", "scope": "read  write", "jti": "x", "user": {"id": 1}, "list": [1]}
            """
        )
        #expect(
            token
                == OAuth2Token(
                    accessToken: "a.b-c",
                    tokenType: "Bearer",
                    expiresIn: .seconds(3_600),
                    refreshToken: "r",
                    refreshTokenExpiresIn: .seconds(7_200),
                    scope: ["read", "write"]
                )
        )
    }

    @Test(
        "A token is not thrown away because of a field that is missing or has no meaning",
        arguments: [
            #"{"access_token": "t"}"#, #"{"access_token": "t", "token_type": null, "expires_in": null}"#,
            #"{"access_token": "t", "token_type": "", "expires_in": -1, "refresh_token": ""}"#,
            #"{"access_token": "t", "expires_in": 99999999999999999999}"#,
            #"{"access_token": "t", "expires_in": {"a": 1}, "scope": ["a"]}"#,
            "\u{FEFF}\r\n" + #"{"access_token": "t", "expires_in": "soon"}"#,
        ]
    )
    func tolerance(body: String) throws {
        let token = try OAuth2TokenTests.read(body)
        #expect(token == OAuth2Token(accessToken: "t"))
        #expect(token.isBearer)
    }

    @Test(
        "A response without a token is rejected, and the error says what came instead",
        arguments: [
            ("", "expected an OAuth 2.0 token as a JSON object, got something else"),
            ("access_token=t&token_type=bearer", "as a JSON object"), ("[]", "as a JSON object"),
            ("{", "as a JSON object"), (#"{"access_token": "t"} x"#, "as a JSON object"),
            ("<html><title>Log in</title></html>", "got the page \"Log in\""),
            ("{}", "expected access_token, got none"), (#"{"access_token": ""}"#, "characters that no token has"),
            (#"{"access_token": "a b"}"#, "characters that no token has"),
            (#"{"access_token": "a\r\nX-Evil: 1"}"#, "characters that no token has"),
            (#"{"access_token": "tökén"}"#, "characters that no token has"),
            (#"{"access_token": "t", "access_token": "u"}"#, "expected access_token once, got it 2 times"),
            (#"{"access_token": "t", "scope": "a", "scope": "b"}"#, "expected scope once"),
            (#"{"access_token": {"a": "t"}}"#, "expected access_token, got none"),
        ]
    )
    func unreadable(body: String, reason: String) throws {
        let error = try OAuth2TokenTests.rejection(body)
        #expect(error.code == .unreadableTokenResponse)
        #expect(error.step == .tokenExchange)
        #expect(error.reason.contains(reason), "\(error.reason)")
    }

    @Test("The Basic field of an OAuth 2.0 client is hidden where a service repeats it, with and without padding")
    func basicField() throws {
        let client = OAuth2ClientCredentials(id: "client", secret: "client-secret-0")
        // "client:client-secret-0" in Base64.
        let value = "Y2xpZW50OmNsaWVudC1zZWNyZXQtMA"
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "consumer-secret-0"))
        for text in ["got Basic \(value)==", "got Basic \(value)"] {
            let error = try #require(throws: OAuth1ClientError.self) {
                try flow.readTokenExchange(
                    OAuth1Response(.unauthorized, [:], text),
                    exchanging: nil,
                    oauth2Client: client
                )
            }
            #expect(error.excerpt?.hasPrefix("got Basic <redacted>") == true, "\(error)")
        }
    }

    @Test("A response that is too long or too deep is rejected")
    func limits() throws {
        let long = #"{"access_token": "t", "x": ""# + String(repeating: "x", count: 1_048_577) + "\"}"
        #expect(try OAuth2TokenTests.rejection(long).code == .responseTooLarge)
        let deep = #"{"access_token": "t", "x": "# + String(repeating: "[", count: 100_000)
        #expect(try OAuth2TokenTests.rejection(deep).code == .unreadableTokenResponse)
        let many = #"{"access_token": "t""# + String(repeating: #", "a": 1"#, count: 2_000) + "}"
        #expect(try OAuth2TokenTests.rejection(many).code == .unreadableTokenResponse)
    }

    @Test(
        "Each error of RFC 6749 section 5.2 is explained in plain words, with what to do",
        arguments: [
            ("invalid_request", "lacks a parameter", "tokenExchange"),
            ("invalid_client", "the application's credentials", "client ID"),
            ("invalid_grant", "does not accept the OAuth 1.0 token", "log in"),
            ("unauthorized_client", "may not exchange tokens", "developer page"),
            ("unsupported_grant_type", "does not support the grant type", "tokenExchange"),
            ("invalid_scope", "scope is unknown, or exceeds", "smaller scope"),
            ("rate_limited", "too many exchanges", "Wait"),
            ("temporarily_unavailable", "not available", "later"),
        ]
    )
    func errors(code: String, words: String, advice: String) throws {
        for status in [HTTPResponse.Status.badRequest, .ok] {
            let error = try OAuth2TokenTests.rejection(
                #"{"error_description": "because client-secret", "error": "\#(code)"}"#,
                status
            )
            #expect(error.code == .tokenRequestRefused)
            #expect(error.status == status)
            #expect(error.reason.contains(words) && error.reason.contains("(\(code))"), "\(error.reason)")
            #expect(error.recoverySuggestion?.contains(advice) == true, "\(error)")
            #expect(error.excerpt?.contains("because") == true)
            #expect(!"\(error)".contains("client-secret"))
        }
    }

    @Test("An unknown error code is shown with what the service says, and no more is claimed")
    func unknownError() throws {
        let error = try OAuth2TokenTests.rejection(#"{"error": "no_such_luck"}"#, .badRequest)
        #expect(error.reason == "the token exchange was rejected")
        #expect(error.excerpt?.contains("no_such_luck") == true)
        #expect(try OAuth2TokenTests.rejection("", .badGateway).reason.contains("the token exchange failed"))
        #expect(try OAuth2TokenTests.rejection("", .found).code == .unexpectedRedirect)
    }

    @Test("Neither a token nor a client's credentials show their secrets")
    func secrets() {
        let token = OAuth2Token(accessToken: "hidden-a", refreshToken: "hidden-r", scope: ["read"])
        let client = OAuth2ClientCredentials(id: "shown", secret: "hidden-s")
        var texts = ["\(token)", String(reflecting: token), "\(client)", String(reflecting: client)]
        dump(token, to: &texts[0])
        dump(client, to: &texts[2])
        for text in texts { #expect(!text.contains("hidden")) }
        #expect("\(token)" == "OAuth2Token(Bearer, accessToken: <redacted>, scope: read)")
        #expect("\(client)".contains("shown"))
    }

    @Test("The header field of a bearer token is kept out of the compression table, and there is none for other types")
    func field() {
        let field = OAuth2Token(accessToken: "t", tokenType: "bearer").authorizationField
        #expect(field?.value == "Bearer t")
        #expect(field?.indexingStrategy == .disallow)
        #expect(OAuth2Token(accessToken: "t", tokenType: "mac").authorizationField == nil)
    }
}
