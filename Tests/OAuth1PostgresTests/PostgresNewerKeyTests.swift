//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import HTTPTypes
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1Postgres

@Suite(
    "Stores in PostgreSQL: keys that other processes have",
    .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing)
)
struct PostgresNewerKeyTests {
    @Test("A server without the new key answers 503 and not unknown after keys were rotated, and is not ready")
    func rotation() async throws {
        let (old, new) = (PostgresFixture.oldKey, PostgresFixture.newKey)
        let fixture = try await PostgresFixture()
        let server = try await fixture.open([old])
        try await server.clients.register(PostgresFixture.client)
        try await server.tokens.save(fixture.accessToken("access"))
        try await server.tokens.save(fixture.requestToken("request"))
        try await server.check()
        let rotating = try await fixture.open([new, old])
        #expect(try await rotating.rotateKeys() == 3)

        let unavailable = OAuth1ServerError(.storeUnavailable, "")
        let error = await #expect(throws: OAuth1ServerError.self) { try await server.check() }
        #expect(error?.code == .storeUnavailable && error?.reason.contains("key that is missing") == true)
        await #expect(throws: unavailable) { try await server.stores.checkReadiness() }
        #expect(await server.stores.readinessResponse().response.status == .serviceUnavailable)
        await #expect(throws: unavailable) { try await server.clients.client(forKey: PostgresFixture.client.key) }
        await #expect(throws: unavailable) { try await server.tokens.accessToken("access") }
        await #expect(throws: unavailable) { try await server.tokens.requestToken("request") }
        // A user who removes the access of a client would be shown that there is none.
        await #expect(throws: unavailable) { try await server.tokens.accessTokens(ofUser: "user-name") }
        await #expect(throws: unavailable) {
            try await server.tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key")
        }
        // Also what nobody knows, as the server can't know that.
        await #expect(throws: unavailable) { try await server.tokens.accessToken("nobody's") }
        server.close()

        let complete = try await fixture.open([old, new])
        try await complete.stores.checkReadiness()
        #expect(try await complete.clients.client(forKey: PostgresFixture.client.key) != nil)
        #expect(try await complete.tokens.accessToken("access") != nil)
        #expect(try await complete.tokens.requestToken("request") != nil)
        #expect(try await complete.tokens.accessToken("nobody's") == nil)
        #expect(try await complete.clients.client(forKey: "nobody") == nil)
    }
}
#endif
