//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Errors of exchanging tokens of OAuth 1.0a for OAuth 2.0")
struct TokenExchangeErrorTests {
    /// The error of a rejected exchange at X.
    private static func rejection(
        _ token: OAuth1AccessToken?,
        _ credentials: OAuth2ClientCredentials?,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1ClientError {
        let client = try TokenExchangeTests.client(.x, .x)
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                try await client.exchangeToken(token, oauth2Client: credentials, parameters: parameters)
            }
        )
    }

    @Test("Without an access token, or with a token that the service does not know, the error says so")
    func missingToken() async throws {
        let client = try TokenExchangeTests.client(.garmin, .garmin)
        let missing = await #expect(throws: OAuth1ClientError.self) { try await client.exchangeToken() }
        #expect(missing?.code == .loginIncomplete)
        #expect(missing?.step == .tokenExchange)
        #expect(missing?.reason == "Garmin Connect exchanges a user's access token, and none was given")
        let token = OAuth1AccessToken(token: "unknown", secret: "hidden secret")
        let unknown = await #expect(throws: OAuth1ClientError.self) { try await client.exchangeToken(token) }
        #expect(unknown?.code == .tokenRequestRefused)
        #expect(unknown?.problem?.code == "token_rejected")
        #expect(unknown?.url == "https://apis.garmin.com/partner-gateway/rest/user/token-exchange")
        #expect(unknown.map { "\($0)".contains("hidden secret") } == false)
    }

    @Test("What X says when it rejects an exchange is said in plain words (RFC 6749 section 5.2)")
    func rejections() async throws {
        let credentials = OAuth1ServiceReplica.x.oauth2Client
        let unknown = OAuth1AccessToken(token: "unknown", secret: "hidden secret")
        let grant = try await TokenExchangeErrorTests.rejection(unknown, credentials)
        #expect(grant.code == .tokenRequestRefused)
        #expect(grant.status == .badRequest)
        #expect(
            grant.reason
                == "the token exchange was rejected: the service does not accept the OAuth 1.0 token (invalid_grant)"
        )
        #expect(grant.recoverySuggestion?.contains("have the user log in with OAuth 2.0") == true)
        let other = OAuth2ClientCredentials(id: "other", secret: "hidden client secret")
        let client = try await TokenExchangeErrorTests.rejection(unknown, other)
        #expect(client.reason.hasSuffix("the service does not accept the application's credentials (invalid_client)"))
        let missing = try await TokenExchangeErrorTests.rejection(unknown, nil)
        #expect(missing.code == .invalidConfiguration)
        #expect(missing.recoverySuggestion?.contains("oauth2Client") == true)
        for error in [grant, client, missing] {
            #expect(!"\(error)".contains("hidden"))
            #expect(error.step == .tokenExchange)
        }
    }

    @Test("A scope that exceeds what the user agreed to is said in plain words")
    func scope() async throws {
        let replica = OAuth1ServiceReplica.x
        let client = try TokenExchangeTests.client(.x, replica)
        let token = try await replica.issueToken()
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.exchangeToken(
                token,
                oauth2Client: replica.oauth2Client,
                parameters: ["scope": "tweet.read space.read"]
            )
        }
        #expect(error?.reason.hasSuffix("exceeds what the user agreed to (invalid_scope)") == true)
    }

    @Test("The advice for a request that is not signed says nothing of the consumer secret")
    func unsignedAdvice() async throws {
        let replica = OAuth1ServiceReplica.x
        let client = try AsyncOAuth1Client(
            service: .x,
            client: OAuth1ClientCredentials(key: "unused", secret: ""),
            transport: replica.transport
        )
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.exchangeToken(
                OAuth1AccessToken(token: "t", secret: "s"),
                oauth2Client: OAuth2ClientCredentials(id: "other", secret: "wrong")
            )
        }
        #expect(error?.oauth2Error == "invalid_client")
        #expect(error?.recoverySuggestion?.contains("consumer secret is empty") == false, "\(error as Any)")
    }

    @Test(
        "An error has the code of OAuth 2.0 and how long to wait, by seconds, a date or X's field",
        arguments: [
            (["Retry-After": "7"], 7), (["Retry-After": "Fri, 27 Nov 2026 10:00:30 GMT"], 30),
            (["x-rate-limit-reset": "1795773720"], 120), (["x-rate-limit-reset": "1795773000"], 0),
            (["Retry-After": "-1"], nil), (["x-rate-limit-reset": "soon"], nil), ([:], nil),
        ] as [([String: String], Int64?)]
    )
    func waits(fields: [String: String], seconds: Int64?) async throws {
        let transport = OAuth1RecordingTransport { _, _ in
            var head = HTTPResponse(status: .tooManyRequests)
            head.headerFields[.date] = "Fri, 27 Nov 2026 10:00:00 GMT"
            for (name, value) in fields {
                if let name = HTTPField.Name(name) { head.headerFields[name] = value }
            }
            return OAuth1Response(head: head, body: Array(#"{"error":"rate_limited"}"#.utf8))
        }
        let client = try TokenExchangeTests.client(.x, .x, transport)
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.exchangeToken(
                OAuth1AccessToken(token: "t", secret: "s"),
                oauth2Client: OAuth2ClientCredentials(id: "id")
            )
        }
        #expect(error?.oauth2Error == "rate_limited")
        #expect(error?.retryAfter == seconds.map { .seconds($0) })
        #expect(transport.requests.count == 1)
    }

    @Test("A call without the OAuth 2.0 token that it needs is rejected before it is sent")
    func signedCall() async throws {
        let recorder = OAuth1RecordingTransport(to: OAuth1ServiceReplica.here.transport)
        let client = try TokenExchangeTests.client(.here, .here, recorder)
        for token in [OAuth1CallToken.client, .none, .user(OAuth1AccessToken(token: "t", secret: "s"))] {
            let error = await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
                try await client.get("v1/geocode", token: token)
            }
            #expect(error?.recoverySuggestion?.contains("exchangeToken") == true)
        }
        let login = await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
            try await client.fetchRequestToken()
        }
        #expect(login?.recoverySuggestion == "Call exchangeToken")
        #expect(recorder.requests.isEmpty)
    }

    @Test("A service without an exchange says so, and a client without a service that it has none")
    func unsupported() async throws {
        let token = OAuth1AccessToken(token: "t", secret: "s")
        let client = try TokenExchangeTests.client(.tumblr, .tumblr)
        await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) { try await client.exchangeToken(token) }
        let generic = AsyncOAuth1Client(client: client.flow.client, transport: OAuth1ServiceReplica.tumblr.transport)
        await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) { try await generic.exchangeToken(token) }
    }
}
