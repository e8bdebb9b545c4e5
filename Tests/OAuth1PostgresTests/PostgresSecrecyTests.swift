//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Foundation
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1Postgres

@Suite("Stores in PostgreSQL: encryption", .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing))
struct PostgresSecrecyTests {
    @Test("The tables contain no secret, token, key, name or callback")
    func stolenDump() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        try await database.clients.register(PostgresFixture.client)
        try await database.tokens.save(fixture.requestToken("the-request-token"))
        _ = try await database.tokens.authorizeRequestToken(
            "the-request-token",
            OAuth1IssuedRequestToken.Authorization(userID: "user-name", verifier: "the-verifier")
        )
        try await database.tokens.save(fixture.accessToken("the-access-token"))
        #expect(try await database.nonces.record(fixture.nonce("the-nonce"), in: fixture.window) == .new)
        var dump = ""
        for table in ["client", "request_token", "access_token", "nonce", "state"] {
            let rows = try await fixture.texts(
                "SELECT encode(convert_to(t::text, 'UTF8'), 'escape') FROM oauth1_\(table) t"
            )
            #expect(rows.count == 1)
            dump += rows.joined()
        }
        for text in [
            "secret", "the-", "Key-of-client", "Client name", "example", "user-name", "scope-value", "old-key",
        ] {
            let hexadecimal = text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(!dump.contains(text) && !dump.contains(hexadecimal))
        }
    }

    @Test(
        "Keys rotate: old rows are found and opened, encrypted again when read and by command, and then need no old key"
    )
    func rotation() async throws {
        let (old, new) = (PostgresFixture.oldKey, PostgresFixture.newKey)
        let fixture = try await PostgresFixture()
        var database = try await fixture.open([old])
        try await database.clients.register(PostgresFixture.client)
        for number in 0..<230 { try await database.tokens.save(fixture.accessToken("access-\(number)")) }
        for name in ["open", "decided"] { try await database.tokens.save(fixture.requestToken(name)) }
        _ = try await database.tokens.countVerification(ofRequestToken: "open")
        database.close()

        database = try await fixture.open([new, old])
        #expect(
            try await database.clients.client(forKey: "Key-of-client")?.credentials
                == PostgresFixture.client.credentials
        )
        #expect(try await database.tokens.accessToken("access-7") == fixture.accessToken("access-7"))
        #expect(try await database.tokens.denyRequestToken("decided", userID: "u"))
        #expect(try await database.tokens.countVerification(ofRequestToken: "open") == 2)
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 230)
        // One client and two request tokens; of the access tokens one was encrypted again when it was read.
        #expect(try await database.rotateKeys() == 1 + 229 + 2)
        #expect(try await database.rotateKeys() == 0)
        database.close()

        database = try await fixture.open([new])
        #expect(try await database.clients.allClients().map(\.key) == ["Key-of-client"])
        #expect(try await database.tokens.accessToken("access-229") == fixture.accessToken("access-229"))
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 230)
        #expect(try await database.tokens.requestToken("decided")?.deniedBy == "u")
        #expect(try await database.tokens.countVerification(ofRequestToken: "open") == 3)
        database.close()
        await #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try await fixture.open([old]) }
    }

    @Test(
        "A token that is revoked while its row is encrypted again stays revoked, and a client is replaced and not doubled"
    )
    func rotationAndRemoval() async throws {
        let fixture = try await PostgresFixture()
        var database = try await fixture.open([PostgresFixture.oldKey])
        try await database.clients.register(PostgresFixture.client)
        for number in 0..<40 { try await database.tokens.save(fixture.accessToken("a\(number)")) }
        database.close()
        database = try await fixture.open([PostgresFixture.newKey, PostgresFixture.oldKey])
        try await withThrowingTaskGroup(of: Void.self) { [database] group in
            for number in 0..<40 {
                group.addTask { _ = try await database.tokens.accessToken("a\(number)") }
                group.addTask { try await database.tokens.revokeAccessToken("a\(number)") }
            }
            try await group.waitForAll()
        }
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").isEmpty)
        try await database.clients.register(PostgresFixture.client)
        #expect(try await database.clients.allClients().count == 1)
        // Of changes at the same time none is lost.
        try await withThrowingTaskGroup(of: Void.self) { [database] group in
            for _ in 0..<20 {
                group.addTask {
                    try await database.clients.updateClient(forKey: "Key-of-client") { $0.displayName += "!" }
                }
            }
            try await group.waitForAll()
        }
        let name = try await database.clients.client(forKey: "Key-of-client")?.displayName
        #expect(name == "Client name" + String(repeating: "!", count: 20))
        #expect(try await database.clients.updateClient(forKey: "nobody") { _ in } == nil)
        try await database.clients.remove(key: "Key-of-client")
        #expect(try await database.clients.allClients().isEmpty)
    }
}
#endif
