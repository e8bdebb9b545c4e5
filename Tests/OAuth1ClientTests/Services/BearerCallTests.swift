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

@Suite("Calls with an OAuth 2.0 token")
struct BearerCallTests {
    @Test("An OAuth 2.0 token is sent to the host of the base URL only, and over TLS only")
    func hosts() async throws {
        let recorder = OAuth1RecordingTransport(to: OAuth1ServiceReplica.x.transport)
        let client = try TokenExchangeTests.client(.x, .x, recorder)
        let token = OAuth2Token(accessToken: "hidden token")
        for url in ["https://other.example/2/users/me", "https://api.x.com:8443/", "http://api.x.com/2/users/me"] {
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await client.get(url, token: .bearer(token))
            }
            #expect(error.map { "\($0)".contains("hidden") } == false)
        }
        let generic = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            transport: recorder
        )
        await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try await generic.get("https://api.x.com/2/users/me", token: .bearer(token))
        }
        let other = OAuth2Token(accessToken: "hidden token", tokenType: "DPoP")
        await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try await client.get("2/users/me", token: .bearer(other))
        }
        #expect(recorder.requests.isEmpty)
    }

    @Test("A service that echoes the OAuth 2.0 token does not get it into an error")
    func echoedToken() async throws {
        let transport = OAuth1RecordingTransport { request, _ in
            OAuth1Response(
                head: HTTPResponse(status: .unauthorized),
                body: Array("bad token: \(request.headerFields[.authorization] ?? "")".utf8)
            )
        }
        let client = try TokenExchangeTests.client(.x, .x, transport)
        let response = try await client.get("2/users/me", token: .bearer(OAuth2Token(accessToken: "hidden-token-7")))
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(error.map { "\($0)".contains("hidden-token-7") } == false)
        #expect(error?.excerpt?.contains("bad token") == true)
    }

    @Test("A redirect to another host does not take the OAuth 2.0 token there")
    func redirect() async throws {
        let transport = OAuth1RecordingTransport { _, _ in
            OAuth1Response(
                head: HTTPResponse(status: .found, headerFields: [.location: "https://other.example/2/users/me"])
            )
        }
        let client = try TokenExchangeTests.client(.x, .x, transport)
        let response = try await client.get("2/users/me", token: .bearer(OAuth2Token(accessToken: "hidden-token-7")))
        #expect(response.status == .found)
        #expect(transport.requests.count == 1)
    }
}
