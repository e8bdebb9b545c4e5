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

@Suite("Exchanging tokens of OAuth 1.0a for OAuth 2.0, against replicas")
struct TokenExchangeTests {
    static func client(
        _ service: OAuth1Service,
        _ replica: OAuth1ServiceReplica,
        _ transport: (any OAuth1Transport)? = nil
    ) throws -> AsyncOAuth1Client {
        let transport: any OAuth1Transport = transport ?? replica.transport
        return try AsyncOAuth1Client(service: service, client: replica.client, transport: transport)
    }

    // MARK: Garmin

    @Test("Garmin: a request signed with the user's token gets an OAuth 2.0 token with which calls work")
    func garmin() async throws {
        let replica = OAuth1ServiceReplica.garmin
        let recorder = OAuth1RecordingTransport(to: replica.transport)
        let access = try await replica.issueToken()
        let client = try TokenExchangeTests.client(.garmin, replica, recorder).using(access)
        let token = try await client.exchangeToken()
        #expect(token.isBearer)
        #expect(token.expiresIn == .seconds(86_400))
        #expect(token.refreshToken == "garmin-refresh")
        #expect(token.refreshTokenExpiresIn == .seconds(7_775_998))
        #expect(token.scope == ["PARTNER_READ", "CONNECT_READ"])
        let sent = try #require(recorder.requests.first)
        #expect(sent.request.method == .post)
        #expect(sent.request.path == "/partner-gateway/rest/user/token-exchange")
        #expect(sent.request.headerFields[.authorization]?.hasPrefix("OAuth ") == true)
        #expect(sent.request.headerFields[.accept] == "application/json")
        #expect((sent.body ?? []).isEmpty)
        let path = "wellness-api/rest/user/id"
        #expect(try await client.using(token).get(path).text == #"{"user_id":"alice"}"#)
        #expect(try await client.get(path, token: .bearer(token)).text == #"{"user_id":"alice"}"#)
        // The token of OAuth 1.0a still signs.
        #expect(try await client.get(path).status == .ok)
    }

    @Test("A token can be exchanged by the blocking session and by the sessions of one user, too")
    func otherShells() async throws {
        let replica = OAuth1ServiceReplica.garmin
        let access = try await replica.issueToken()
        let client = try TokenExchangeTests.client(.garmin, replica)
        let token = try await client.using(access).userSession().exchangeToken()
        #expect(token.expiresIn == .seconds(86_400))
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let session = OAuth1Session(client)
                        let token = try session.exchangeToken(access)
                        let user = session.using(token)
                        #expect(try user.get("wellness-api/rest/user/id").status == .ok)
                        #expect(try session.using(access).userSession().exchangeToken() != token)
                    }
                )
            }
        }
        await #expect(throws: OAuth1ClientError(.loginIncomplete, "")) {
            try await client.userSession().exchangeToken()
        }
    }

    // MARK: X

    @Test("X: a form with token and secret, authenticated by the OAuth 2.0 client, gets an OAuth 2.0 token")
    func x() async throws {
        let replica = OAuth1ServiceReplica.x
        let recorder = OAuth1RecordingTransport(to: replica.transport)
        let access = try await replica.issueToken()
        let client = try TokenExchangeTests.client(.x, replica, recorder)
        let token = try await client.exchangeToken(
            access,
            oauth2Client: replica.oauth2Client,
            parameters: ["scope": "tweet.read", "scope": "offline.access"]
        )
        #expect(token.expiresIn == .seconds(7_200))
        #expect(token.refreshToken == "x-refresh")
        let sent = try #require(recorder.requests.first)
        #expect(sent.request.path == "/2/oauth2/token")
        #expect(
            sent.request.headerFields[.authorization]
                == "Basic \(Data("replica-oauth2:replica-oauth2-secret".utf8).base64EncodedString())"
        )
        #expect(sent.request.headerFields[.contentType] == "application/x-www-form-urlencoded")
        let form = OAuth1Parameters(formEncoded: sent.body ?? [])
        #expect(form["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange")
        #expect(form["subject_token"] == access.token)
        #expect(form["subject_token_type"] == "urn:x:params:oauth:token-type:oauth1_token")
        #expect(form["oauth_token_secret"] == access.secret.reveal())
        #expect(form["scope"] == "tweet.read offline.access")
        #expect(form["client_id"] == nil)
        #expect(!form.contains { $0.name == "oauth_signature" })
        #expect(try await client.using(token).get("2/users/me").status == .ok)
    }

    @Test("X: a public client sends its identifier in the form, and no Authorization field")
    func publicClient() async throws {
        let replica = OAuth1ServiceReplica.x
        let recorder = OAuth1RecordingTransport(to: replica.transport)
        let client = try TokenExchangeTests.client(.x, replica, recorder)
        let access = try await replica.issueToken()
        _ = try await client.exchangeToken(access, oauth2Client: OAuth2ClientCredentials(id: "replica-public"))
        let sent = try #require(recorder.requests.first)
        #expect(sent.request.headerFields[.authorization] == nil)
        #expect(OAuth1Parameters(formEncoded: sent.body ?? [])["client_id"] == "replica-public")
    }

    @Test("The credentials of an OAuth 2.0 client are encoded before they are joined (RFC 6749 section 2.3.1)")
    func encodedCredentials() async throws {
        let recorder = OAuth1RecordingTransport(to: OAuth1ServiceReplica.x.transport)
        let client = try TokenExchangeTests.client(.x, .x, recorder)
        _ = try? await client.exchangeToken(
            OAuth1AccessToken(token: "t", secret: "s"),
            oauth2Client: OAuth2ClientCredentials(id: "a:b", secret: "c%+ü")
        )
        let field = try #require(recorder.requests.first?.request.headerFields[.authorization])
        let text = try #require(Data(base64Encoded: String(field.dropFirst(6)))).map { $0 }
        #expect(String(decoding: text, as: UTF8.self) == "a%3Ab:c%25%2B%C3%BC")
    }

    // MARK: Exchanging again

    @Test("X replaces the OAuth 2.0 token when a token is exchanged again, and each exchange is counted")
    func repetition() async throws {
        let replica = OAuth1ServiceReplica.x
        let access = try await replica.issueToken()
        let client = try TokenExchangeTests.client(.x, replica)
        let first = try await client.exchangeToken(access, oauth2Client: replica.oauth2Client)
        let second = try await client.exchangeToken(access, oauth2Client: replica.oauth2Client)
        #expect(first != second)
        #expect(replica.exchangeCounts == [access.token: 2])
        #expect(try await client.using(first).get("2/users/me").status != .ok)
        #expect(try await client.using(second).get("2/users/me").status == .ok)
        #expect(OAuth1Service.x.tokenExchange?.repetition == .replaces)
        #expect(OAuth1Service.garmin.tokenExchange?.repetition == .undocumented)
    }

    // MARK: HERE

    @Test("HERE: a request signed by the client alone gets an OAuth 2.0 token for 24 hours")
    func here() async throws {
        let replica = OAuth1ServiceReplica.here
        let recorder = OAuth1RecordingTransport(to: replica.transport)
        let client = try TokenExchangeTests.client(.here, replica, recorder)
        let token = try await client.exchangeToken()
        #expect(token.expiresIn == .seconds(86_399))
        #expect(token.refreshToken == nil)
        let sent = try #require(recorder.requests.first)
        #expect(sent.request.authority == "account.api.here.com")
        #expect(String(decoding: sent.body ?? [], as: UTF8.self) == "grant_type=client_credentials")
        let header = try #require(sent.request.headerFields[.authorization])
        #expect(header.contains(#"oauth_signature_method="HMAC-SHA256""#))
        #expect(!header.contains("oauth_token"))
        let response = try await client.using(token).get("v1/geocode", parameters: ["q": "Berlin"])
        #expect(response.status == .ok)
        #expect(
            recorder.requests.last?.request.headerFields[.authorization] == "Bearer \(token.accessToken.reveal())"
        )
    }
}
