//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("The grants of a user")
struct UserGrantTests {
    private func token(
        _ name: String,
        client: String = "key",
        user: String = "user-7",
        issuedAt: Int64 = 1_700_000_000,
        expiresAt: Int64? = nil,
        scopes: [String] = [],
        session: OAuth1IssuedAccessToken.Session? = nil
    ) -> OAuth1IssuedAccessToken {
        OAuth1IssuedAccessToken(
            token: name,
            secret: "secret",
            clientKey: client,
            userID: user,
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            access: OAuth1Access(scopes: scopes),
            session: session
        )
    }

    @Test("The grants are one for each client, with the scopes of all its tokens, the latest first")
    func list() async throws {
        let service = TestService()
        let now = service.clock.now()
        service.tokens.save(token("a", issuedAt: now, scopes: ["read"]))
        service.tokens.save(token("b", issuedAt: now + 5, expiresAt: now + 60, scopes: ["read", "write"]))
        service.tokens.save(token("c", client: "other", issuedAt: now + 9, expiresAt: now + 60))
        service.tokens.save(token("d", client: "removed", issuedAt: now + 1))
        service.tokens.save(token("e", user: "user-8"))
        let grants = try await service.server.grants(ofUser: "user-7")
        #expect(grants.map(\.clientKey) == ["other", "key", "removed"])
        #expect(grants.map { $0.client?.displayName } == ["other", "App", nil])
        #expect(grants.map(\.tokenCount) == [1, 2, 1])
        #expect(grants.map(\.endsAt) == [now + 60, nil, nil])
        #expect(grants[1].access.scopes == ["read", "write"])
        #expect(grants[1].firstIssuedAt == now && grants[1].lastIssuedAt == now + 5)
    }

    @Test("A token that has expired is not listed, unless it can be refreshed")
    func expiry() async throws {
        let service = TestService()
        let now = service.clock.now()
        service.tokens.save(token("a", expiresAt: now + 10))
        service.tokens.save(
            token("b", client: "other", expiresAt: now + 10, session: .init(handle: "handle", expiresAt: now + 100))
        )
        #expect(try await service.server.grants(ofUser: "user-7").count == 2)
        service.clock.advance(by: 11)
        #expect(try await service.server.grants(ofUser: "user-7").map(\.clientKey) == ["other"])
        service.clock.advance(by: 90)
        #expect(try await service.server.grants(ofUser: "user-7").isEmpty)
    }

    @Test("A revoked grant ends all tokens of the client for that user, and no others")
    func revoke() async throws {
        let service = TestService()
        let kept = try await service.obtainAccessToken()
        for index in 0..<3_000 { service.tokens.save(token("t\(index)", client: "other")) }
        service.tokens.save(token("foreign", client: "other", user: "user-8"))
        #expect(try await service.server.grants(ofUser: "user-7").count >= 1)
        #expect(try await service.server.revokeGrant(ofUser: "user-7", clientKey: "OTHER") == 0)
        #expect(try await service.server.revokeGrant(ofUser: "user-7", clientKey: "other") == 3_000)
        #expect(try await service.server.grants(ofUser: "user-7").map(\.clientKey) == ["key"])
        #expect(await service.tokens.accessToken("foreign") != nil)
        let signed = try service.signed("/me", by: service.signer(token: kept))
        #expect(try await service.protector.authenticate(signed.request).userID == "user-7")
        #expect(try await service.server.revokeGrant(ofUser: "user-7", clientKey: "key") == 1)
        let late = try service.signed("/me", by: service.signer(token: kept))
        await #expect(throws: OAuth1ServerError(.tokenRejected, "", parameter: "oauth_token")) {
            try await service.protector.authenticate(late.request)
        }
    }

    @Test("No client is hidden by another one's tokens, or by tokens that have expired")
    func manyTokens() async throws {
        let service = TestService()
        let now = service.clock.now()
        for index in 0..<1_500 {
            service.tokens.save(token("t\(index)", client: "other"))
            service.tokens.save(token("e\(index)", client: "expired", expiresAt: now - 1))
        }
        service.tokens.save(token("last"))
        let grants = try await service.server.grants(ofUser: "user-7")
        #expect(grants.map(\.clientKey).sorted() == ["key", "other"])
    }

    @Test("After the user removed the access, a request token that was authorized before can't be exchanged")
    func authorizedRequestToken() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let undecided = try await service.obtainRequestToken()
        #expect(try await service.server.revokeGrant(ofUser: "user-8", clientKey: "key") == 0)
        #expect(try await service.server.revokeGrant(ofUser: "user-7", clientKey: "other") == 0)
        #expect(await service.tokens.requestToken(token.token) != nil)
        #expect(try await service.server.revokeGrant(ofUser: "user-7", clientKey: "key") == 0)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .unauthorized)
        #expect(try await service.server.grants(ofUser: "user-7").isEmpty)
        let again = try await service.authorize(undecided)
        #expect(try await service.exchange(undecided, verifier: again).response.status == .ok)
    }

    @Test("Tokens that expired leave the list of a store in memory, however many there were")
    func index() async throws {
        let store = OAuth1InMemoryTokenStore(maximumAccessTokens: 100)
        var now: Int64 = 1_700_000_000
        for round in 0..<2_000 {
            let request = OAuth1IssuedRequestToken(
                token: "r\(round)",
                secret: "",
                clientKey: "key",
                callback: "oob",
                issuedAt: now,
                expiresAt: now + 60
            )
            try await store.save(request)
            let access = token("t\(round)", issuedAt: now, expiresAt: now + 10)
            #expect(try await store.exchangeRequestToken(request.token, for: access))
            now += 2
        }
        #expect(await store.accessTokens(ofUser: "user-7", endingAfter: .min, atMostPerClient: 10_000).count <= 100)
        #expect(try await store.accessTokens(ofUser: "user-7").contains { $0.token == "t1999" })
    }
}
