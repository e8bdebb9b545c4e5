//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Clients that revoke their access token")
struct RevocationTests {
    private func revocation(
        of token: OAuth1AccessToken,
        _ service: TestService,
        client: OAuth1ClientCredentials = TestService.client,
        method: HTTPRequest.Method = .post
    ) throws -> OAuth1SignedRequest {
        try service.signed("/oauth/revoke_token", method: method, by: service.signer(client, token: token))
    }

    @Test("The token ends, once, and tokens of others don't", arguments: [HTTPRequest.Method.get, .post])
    func revoke(method: HTTPRequest.Method) async throws {
        let service = TestService()
        let (token, kept) = (try await service.obtainAccessToken(), try await service.obtainAccessToken())
        let response = try await service.send(try revocation(of: token, service, method: method))
        #expect(response.response.status == .ok && response.body.isEmpty)
        #expect(try await service.call(token) == .tokenRejected)
        #expect(try await service.send(try revocation(of: token, service)).problem == "signature_invalid")
        #expect(try await service.call(kept) == nil)
        #expect(
            service.events.events.contains { $0.endpoint == .revokeToken && $0.error == nil && $0.clientKey == "key" }
        )
    }

    @Test("What refreshes the token ends with it, and a token that has expired can be revoked until then")
    func session() async throws {
        let service = TestService(configure: { configuration in
            configuration.accessTokenLifetime = 100
            configuration.renewal = OAuth1RenewalRules(authorizationLifetime: 1_000)
        })
        let token = try await service.obtainAccessToken()
        service.clock.advance(by: 500)
        #expect(try await service.send(try revocation(of: token, service)).response.status == .ok)
        #expect(try await service.send(try service.renewal(of: token)).problem == "signature_invalid")
        let late = try await service.obtainAccessToken()
        service.clock.advance(by: 1_001)
        #expect(try await service.send(try revocation(of: late, service)).problem == "token_expired")
    }

    @Test("A forged or failed request revokes nothing and uses up no nonce")
    func forgeries() async throws {
        let nonces = CountingNonceStore()
        let service = TestService(nonceStore: nonces)
        let token = try await service.obtainAccessToken()
        let used = nonces.callCount
        let forged = OAuth1AccessToken(token: token.token, secret: "wrong")
        let other = OAuth1ClientCredentials(key: "other", secret: "other-secret")
        var late = try revocation(of: token, service).request
        service.clock.advance(by: 301)
        let url = TestService.origin + "/oauth/revoke_token?oauth_token=" + token.token
        for request in [
            try revocation(of: forged, service).request, try revocation(of: token, service, client: other).request,
            try service.signed("/oauth/revoke_token", by: service.signer()).request,
            try HTTPRequest(method: .post, absoluteURL: url), try HTTPRequest(method: .delete, absoluteURL: url), late,
        ] {
            let response = try #require(await service.server.respond(to: request))
            #expect(response.response.status != .ok, "\(request)")
        }
        #expect(nonces.callCount == used)
        late.path = "/oauth/revoke_token?x=1"
        #expect(await service.server.respond(to: late)?.response.status == .unauthorized)
        #expect(try await service.call(token) == nil)
    }

    /// Refreshing for 1,000 seconds.
    private static let refreshable: @Sendable (inout OAuth1ServerConfiguration) -> Void = { configuration in
        configuration.accessTokenLifetime = 100
        configuration.renewal = OAuth1RenewalRules(authorizationLifetime: 1_000)
    }

    @Test(
        "A token that is refreshed while it is revoked is revoked nevertheless, however often",
        arguments: [1, 2, 16]
    )
    func refreshedMeanwhile(times: Int) async throws {
        let tokens = OAuth1InMemoryTokenStore()
        let service = TestService(
            tokenStore: MinimalTokenStore(tokens, refreshes: times),
            configure: Self.refreshable
        )
        let token = try await service.obtainAccessToken()
        #expect(try await service.send(try revocation(of: token, service)).response.status == .ok)
        #expect(try await tokens.accessTokens(ofUser: "user-7").isEmpty)
    }

    @Test("Tokens of other logins of the same user stay when a token that was refreshed is revoked")
    func otherSessions() async throws {
        let tokens = OAuth1InMemoryTokenStore()
        let service = TestService(tokenStore: MinimalTokenStore(tokens, refreshes: 1), configure: Self.refreshable)
        let other = try await service.obtainAccessToken()
        let token = try await service.obtainAccessToken()
        #expect(try await service.send(try revocation(of: token, service)).response.status == .ok)
        #expect(try await tokens.accessTokens(ofUser: "user-7").map(\.token) == [other.token])
    }

    @Test("A revocation that never meets the latest token is not answered with success")
    func refreshedForever() async throws {
        let tokens = OAuth1InMemoryTokenStore()
        let service = TestService(tokenStore: MinimalTokenStore(tokens, refreshes: 17), configure: Self.refreshable)
        let token = try await service.obtainAccessToken()
        let response = try await service.send(try revocation(of: token, service))
        #expect(response.response.status == .unauthorized && response.problem == "token_used")
        #expect(try await tokens.accessTokens(ofUser: "user-7").count == 1)
    }

    @Test("A token whose session a store did not keep is not said to be revoked if it was replaced")
    func withoutIdentifier() async throws {
        let tokens = OAuth1InMemoryTokenStore()
        let service = TestService(tokenStore: MinimalTokenStore(tokens, refreshes: 1))
        let token = try await service.obtainAccessToken()
        let response = try await service.send(try revocation(of: token, service))
        #expect(response.response.status == .unauthorized && response.problem == "token_used")
        #expect(try await tokens.accessTokens(ofUser: "user-7").count == 1)
    }

    @Test("Nothing is left after a token was refreshed and revoked at once, in either order")
    func bothAtOnce() async throws {
        let service = TestService(configure: Self.refreshable)
        for _ in 0..<50 {
            let token = try await service.obtainAccessToken()
            async let refreshed = service.send(try service.renewal(of: token))
            async let revoked = service.send(try revocation(of: token, service))
            let (refresh, revocation) = try await (refreshed, revoked)
            // A revocation that came last was signed with a token that is gone.
            if revocation.response.status == .ok {
                #expect(try await service.tokens.accessTokens(ofUser: "user-7").isEmpty)
            } else {
                let new = try service.accessToken(in: refresh)
                #expect(try await service.send(try self.revocation(of: new, service)).response.status == .ok)
            }
        }
    }

    @Test("A refreshed token has the session's identifier, and no other login has it")
    func identifiers() async throws {
        let service = TestService(configure: Self.refreshable)
        let token = try await service.obtainAccessToken()
        let identifier = await service.tokens.accessToken(token.token)?.session?.identifier
        let new = try service.accessToken(in: try await service.send(try service.renewal(of: token)))
        #expect(identifier != nil && new.token != token.token)
        #expect(await service.tokens.accessToken(new.token)?.session?.identifier == identifier)
        let other = try await service.obtainAccessToken()
        #expect(await service.tokens.accessToken(other.token)?.session?.identifier != identifier)
        #expect(!new.parameters.contains { $0.value == identifier })
    }

    @Test("A session that a store kept without an identifier gets one when its token is refreshed")
    func lateIdentifier() async throws {
        let service = TestService(configure: Self.refreshable)
        let token = try await service.obtainAccessToken()
        var stored = try #require(await service.tokens.accessToken(token.token))
        stored.session?.identifier = nil
        #expect(await service.tokens.replaceAccessToken(token.token, with: stored))
        let new = try service.accessToken(in: try await service.send(try service.renewal(of: token)))
        #expect(await service.tokens.accessToken(new.token)?.session?.identifier != nil)
    }

    @Test("A store that fails is answered with an error, not with success")
    func brokenStore() async throws {
        let failure = OAuth1ServerError(.storeUnavailable, "the database is away")
        let service = TestService(tokenStore: BrokenTokenStore(failure))
        let token = OAuth1AccessToken(token: "token", secret: "secret")
        let response = try await service.send(try revocation(of: token, service))
        #expect(response.response.status == .serviceUnavailable)
        #expect(response.response.headerFields[.retryAfter] == "60")
    }
}
