//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Foundation
import OAuth1
import OAuth1Server
import OAuth1Testing
import StoreFixtures
import Testing

@testable import OAuth1Postgres

@Suite("Stores in PostgreSQL: conformance", .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing))
struct PostgresConformanceTests {
    @Test("The stores in PostgreSQL do what the provider's stores must do")
    func conform() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        try await database.clients.register(PostgresFixture.client)
        try await OAuth1ServerStoreConformance(database.stores, clock: fixture.clock)
            .check(registered: PostgresFixture.client)
        // And with other processes' connections to the same database.
        let other = try await fixture.open()
        let mixed = OAuth1ServerStores(clients: other.clients, tokens: database.tokens, nonces: other.nonces)
        try await OAuth1ServerStoreConformance(mixed, clock: fixture.clock).check(registered: PostgresFixture.client)
    }

    @Test("Tokens and nonces are there after a restart, and nothing is rejected for it")
    func restart() async throws {
        let fixture = try await PostgresFixture()
        var database = try await fixture.open()
        try await OAuth1ServerStoreConformance(database.stores, clock: fixture.clock)
            .checkNonces {
                database.close()
                database = try await fixture.open()
                return database.nonces
            }
        #expect(!database.wasRestored)
        #expect(try await database.nonces.record(fixture.nonce("right away"), in: fixture.window) == .new)
        try await OAuth1ServerStoreConformance(database.stores, clock: fixture.clock)
            .checkTokens {
                database.close()
                database = try await fixture.open()
                return database.tokens
            }
    }

    @Test("Clients and tokens that were read before and that another process changes are as they are now")
    func rereading() async throws {
        let fixture = try await PostgresFixture()
        let (database, other) = (try await fixture.open(), try await fixture.open())
        for name in ["revoked", "saved again"] {
            try await database.tokens.save(fixture.accessToken(name))
            for _ in 0..<2 { #expect(try await database.tokens.accessToken(name) == fixture.accessToken(name)) }
        }
        #expect(try await other.tokens.revokeAccessToken("revoked"))
        #expect(try await database.tokens.accessToken("revoked") == nil)
        var changed = fixture.accessToken("saved again")
        changed.secret = "another-secret"
        try await other.tokens.save(changed)
        #expect(try await database.tokens.accessToken("saved again") == changed)
        let key = PostgresFixture.client.key
        try await database.clients.register(PostgresFixture.client)
        #expect(try await database.clients.client(forKey: key)?.isDisabled == false)
        try await other.clients.updateClient(forKey: key) { $0.isDisabled = true }
        #expect(try await database.clients.client(forKey: key)?.isDisabled == true)
    }

    @Test("Of equal requests through four pools one is accepted, and one exchange succeeds")
    func races() async throws {
        let fixture = try await PostgresFixture()
        var databases: [OAuth1PostgresDatabase] = []
        for _ in 0..<4 { databases.append(try await fixture.open()) }
        let (nonces, window) = ((0..<5).map { fixture.nonce("same \($0)", ahead: Int64($0) * 17 - 30) }, fixture.window)
        let access = fixture.accessToken("access")
        try await databases[0].tokens.save(fixture.requestToken("request"))
        let (accepted, exchanged) = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for index in 0..<400 {
                group.addTask { [database = databases[index % 4]] in
                    var token = access
                    token.token += "-\(index)"
                    async let isExchanged = database.tokens.exchangeRequestToken("request", for: token)
                    var accepted = 0
                    // In different orders, so that statements could wait for each other.
                    for nonce in index.isMultiple(of: 2) ? nonces : nonces.reversed() {
                        accepted += try await database.nonces.record(nonce, in: window) == .new ? 1 : 0
                    }
                    return (accepted, try await isExchanged ? 1 : 0)
                }
            }
            return try await group.reduce(into: (0, 0)) { $0 = ($0.0 + $1.0, $0.1 + $1.1) }
        }
        #expect(accepted == 5)
        #expect(exchanged == 1)
        #expect(try await databases[1].tokens.accessTokens(ofUser: "user-name").count == 1)
    }

    @Test("Several servers may create the tables at once, and none of them takes them for restored")
    func creation() async throws {
        let fixture = try await PostgresFixture()
        let databases = try await withThrowingTaskGroup(of: OAuth1PostgresDatabase.self) { group in
            for _ in 0..<4 { group.addTask { try await fixture.open() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        var outcomes: [OAuth1NonceOutcome] = []
        for database in databases {
            outcomes.append(try await database.nonces.record(fixture.nonce("n"), in: fixture.window))
        }
        #expect(outcomes == [.new, .used, .used, .used])
        #expect(databases.allSatisfy { !$0.wasRestored })
    }

    @Test("Expired tokens are removed an hour later, and a client may have only so many request tokens")
    func expiry() async throws {
        let fixture = try await PostgresFixture()
        let tokens = try await fixture.open()
        for number in 0..<40 { try await tokens.tokens.save(fixture.requestToken("r\(number)")) }
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await tokens.tokens.save(fixture.requestToken("more"))
        }
        try await tokens.tokens.save(fixture.requestToken("other", client: "other"))
        try await tokens.tokens.save(fixture.accessToken("short", expiresAt: fixture.clock.now() + 10))
        try await tokens.tokens.save(fixture.accessToken("long"))
        fixture.clock.advance(by: 601)
        try await tokens.tokens.save(fixture.requestToken("later"))
        #expect(try await tokens.tokens.requestToken("r1") != nil)
        #expect(try await tokens.removeExpired() == 0)
        fixture.clock.advance(by: 3_600)
        #expect(try await tokens.removeExpired() == 42)
        #expect(try await tokens.tokens.requestToken("r1") == nil)
        #expect(try await tokens.tokens.accessToken("short") == nil)
        #expect(try await tokens.tokens.accessToken("long") != nil)
    }

    @Test("Old nonces are removed a minute of timestamps at a time, and never accepted when the clock is put back")
    func nonceExpiry() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let (first, start) = (fixture.nonce("first"), fixture.window)
        #expect(try await database.nonces.record(first, in: start) == .new)
        fixture.clock.advance(by: 300)
        #expect(try await database.nonces.record(first, in: fixture.window) == .used)
        try await database.removeExpired()
        #expect(try await database.nonces.record(first, in: fixture.window) == .used)
        fixture.clock.advance(by: 60)
        #expect(try await database.nonces.record(fixture.nonce("second"), in: fixture.window) == .new)
        try await database.removeExpired()
        #expect(try await fixture.number("SELECT count(*) FROM oauth1_nonce") == 1)
        #expect(
            try await fixture.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'oauth1_nonce'::regclass") == 1
        )
        #expect(try await database.nonces.record(first, in: start) == .tooOld(floor: first.timestamp + 1))
        // Another process that knew the part that was removed creates it again.
        var next = first
        next.timestamp += 1
        #expect(try await database.nonces.record(next, in: start) == .new)
        let logged = try await fixture.number(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'oauth1_nonce%' AND relkind IN ('r', 'i') AND relpersistence <> 'p'"
        )
        #expect(logged == 0)
    }

    @Test(
        "A token is replaced once, and all tokens that a client has for a user are revoked, however they are replaced"
    )
    func replacing() async throws {
        let fixture = try await PostgresFixture()
        let tokens = try await fixture.open().tokens
        try await tokens.save(fixture.accessToken("first"))
        let replaced = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let next = fixture.accessToken("next-\(number)")
                group.addTask { try await tokens.replaceAccessToken("first", with: next) }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(replaced == 1)
        #expect(try await tokens.accessTokens(ofUser: "user-name").count == 1)
        for number in 0..<30 { try await tokens.save(fixture.accessToken("a\(number)")) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                let next = fixture.accessToken("b\(number)")
                group.addTask { _ = try await tokens.replaceAccessToken("a\(number)", with: next) }
            }
            group.addTask { try await tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key") }
            try await group.waitForAll()
        }
        #expect(try await tokens.accessTokens(ofUser: "user-name").isEmpty)
        try await tokens.save(fixture.accessToken("other"))
        #expect(try await tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "kez") == 0)
        #expect(try await tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key") == 1)
    }

    @Test("A process whose part of the table another one removed creates it again")
    func removedPart() async throws {
        let fixture = try await PostgresFixture()
        let (one, two) = (try await fixture.open(), try await fixture.open())
        let (first, start) = (fixture.nonce("first"), fixture.window)
        #expect(try await one.nonces.record(first, in: start) == .new)
        #expect(try await two.nonces.record(first, in: start) == .used)
        fixture.clock.advance(by: 400)
        try await two.removeExpired()
        #expect(try await one.nonces.record(first, in: start) == .tooOld(floor: first.timestamp + 1))
        var next = first
        next.timestamp += 1
        #expect(try await one.nonces.record(next, in: start) == .new)
        #expect(try await two.nonces.record(next, in: start) == .used)
    }
}
#endif
