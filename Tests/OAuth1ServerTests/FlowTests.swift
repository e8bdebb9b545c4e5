//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("The three steps")
struct FlowTests {
    @Test("From a request token to a protected resource")
    func wholeFlow() async throws {
        let service = TestService(accessTokenParameters: { userID, _ in [OAuth1Parameter("user_id", userID)] })
        let requestToken = try await service.obtainRequestToken()
        #expect(requestToken.isCallbackConfirmed)

        let response = try await service.exchange(
            requestToken,
            verifier: try await service.authorize(requestToken)
        )
        #expect(response.response.status == .ok)
        #expect(response.parameters.map(\.name) == ["oauth_token", "oauth_token_secret", "user_id"])
        #expect(response.parameters["user_id"] == "user-7")
        let accessToken = OAuth1AccessToken(
            token: try #require(response.parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(response.parameters["oauth_token_secret"]))
        )

        let signed = try service.signed("/me?x=1", method: .get, by: service.signer(token: accessToken))
        let authentication = try await service.protector.authenticate(signed.request)
        #expect(authentication.clientKey == "key")
        #expect(authentication.userID == "user-7")
        #expect(authentication.token == accessToken.token)
        #expect(authentication.parameters["user_id"] == "user-7")
        #expect(
            service.events.events.map(\.endpoint) == [
                .requestToken, .authorize, .authorize, .accessToken, .resource,
            ]
        )
        #expect(service.events.events.allSatisfy { $0.error == nil && $0.clientKey == "key" })
    }

    @Test("The answer of step 1 has the three parameters and is not kept by caches")
    func requestTokenResponse() async throws {
        let service = TestService()
        let signed = try service.signed(
            "/oauth/request_token",
            by: service.signer(),
            OAuth1SigningOptions(callback: TestService.callback)
        )
        let response = try await service.send(signed)
        #expect(response.parameters.map(\.name) == ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed"])
        #expect(response.parameters["oauth_callback_confirmed"] == "true")
        #expect(response.response.headerFields[.cacheControl] == "no-store")
        #expect(response.response.headerFields[.contentType] == "application/x-www-form-urlencoded")
    }

    @Test("Paths of nobody's")
    func otherPaths() async throws {
        let service = TestService()
        let request = try HTTPRequest(method: .get, absoluteURL: TestService.origin + "/oauth/request_tokens")
        #expect(await service.server.respond(to: request) == nil)
    }
}
