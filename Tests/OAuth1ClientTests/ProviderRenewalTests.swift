//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

@Suite("Refreshing and revoking tokens, from the client to the provider")
struct ProviderRenewalTests {
    private let provider = OAuth1TestProvider(
        configuration: OAuth1ServerConfiguration(
            serviceName: "Test Provider",
            accessTokenLifetime: 3_600,
            renewal: OAuth1RenewalRules(authorizationLifetime: 86_400)
        )
    )

    private var client: AsyncOAuth1Client {
        AsyncOAuth1Client(client: provider.client, transport: provider.transport)
    }

    private func login() async throws -> OAuth1AccessToken {
        let requestToken = try await client.fetchRequestToken(
            provider.requestTokenURL,
            callback: .url("https://app.example/callback")
        )
        let page = client.authorizationURL(provider.authorizeURL, for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: provider.transport).allow(page)
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        return try await client.fetchAccessToken(provider.accessTokenURL, authorization: answer.authorization())
    }

    @Test("The client refreshes its token at both endpoints of the provider, and each refresh ends the token before")
    func renew() async throws {
        let first = try await login()
        #expect(first.expiresIn == .seconds(3_600) && first.authorizationExpiresIn == .seconds(86_400))
        let second = try await client.renew(provider.accessTokenURL, token: first)
        let third = try await client.renew(provider.renewTokenURL, token: second)
        #expect(Set([first, second, third].map { $0.sessionHandle?.reveal() }).count == 3)
        #expect(third.parameters["user_id"] == "alice")
        #expect(try await client.get(provider.url("/api/me"), token: .user(third)).status == .ok)
        for old in [first, second] {
            #expect(try await client.get(provider.url("/api/me"), token: .user(old)).status == .unauthorized)
            await #expect(throws: OAuth1ClientError.self) {
                try await client.renew(provider.accessTokenURL, token: old)
            }
        }
        #expect(try await client.get(provider.url("/api/me"), token: .user(third)).status == .ok)
    }

    @Test("The client revokes its token, and reads the rejection afterwards as a form and as JSON")
    func revoke() async throws {
        let token = try await login()
        let response = try await client.using(token).post(provider.revokeTokenURL)
        #expect(response.status == .ok)
        for accept in ["*/*", "application/json"] {
            let rejection = try await client.get(
                provider.url("/api/me"),
                headerFields: [.accept: accept],
                token: .user(token)
            )
            #expect(rejection.status == .unauthorized)
            #expect(rejection.text.hasPrefix("{") == (accept != "*/*"))
            #expect(rejection.problem?.code == "signature_invalid", "\(accept)")
        }
    }
}
