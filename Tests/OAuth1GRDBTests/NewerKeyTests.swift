//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import HTTPTypes
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1GRDB

@Suite("Stores in SQLite: keys that other processes have")
struct NewerKeyTests {
    @Test("A server without the new key answers 503 and not unknown after keys were rotated, and is not ready")
    func rotation() async throws {
        let (old, new) = (DatabaseFolder.oldKey, DatabaseFolder.newKey)
        let folder = try DatabaseFolder()
        let server = try folder.open([old])
        try await server.clients.register(DatabaseFolder.client)
        try await server.tokens.save(folder.accessToken("access"))
        try await server.tokens.save(folder.requestToken("request"))
        try await server.check()
        let rotating = try folder.open([new, old])
        #expect(try await rotating.rotateKeys() == 3)

        let unavailable = OAuth1ServerError(.storeUnavailable, "")
        let error = await #expect(throws: OAuth1ServerError.self) { try await server.check() }
        #expect(error?.code == .storeUnavailable && error?.reason.contains("key that is missing") == true)
        await #expect(throws: unavailable) { try await server.stores.checkReadiness() }
        #expect(await server.stores.readinessResponse().response.status == .serviceUnavailable)
        await #expect(throws: unavailable) { try await server.clients.client(forKey: DatabaseFolder.client.key) }
        await #expect(throws: unavailable) { try await server.tokens.accessToken("access") }
        await #expect(throws: unavailable) { try await server.tokens.requestToken("request") }
        // A user who removes the access of a client would be shown that there is none.
        await #expect(throws: unavailable) { try await server.tokens.accessTokens(ofUser: "user-name") }
        await #expect(throws: unavailable) {
            try await server.tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key")
        }
        // Also what nobody knows, as the server can't know that.
        await #expect(throws: unavailable) { try await server.tokens.accessToken("nobody's") }
        try server.close()

        let complete = try folder.open([old, new])
        try await complete.stores.checkReadiness()
        #expect(try await complete.clients.client(forKey: DatabaseFolder.client.key) != nil)
        #expect(try await complete.tokens.accessToken("access") != nil)
        #expect(try await complete.tokens.requestToken("request") != nil)
        #expect(try await complete.tokens.accessToken("nobody's") == nil)
        #expect(try await complete.clients.client(forKey: "nobody") == nil)
    }
}
#endif
