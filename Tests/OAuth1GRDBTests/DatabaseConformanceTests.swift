//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1
import OAuth1Server
import OAuth1Testing
import StoreFixtures
import Testing

@testable import OAuth1GRDB

@Suite("Stores in SQLite: conformance")
struct DatabaseConformanceTests {
    @Test("The stores in SQLite do what the provider's stores must do")
    func conform() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        for _ in 0..<2 {
            try await OAuth1ServerStoreConformance(database.stores, clock: folder.clock)
                .check(registered: DatabaseFolder.client)
        }
        try await OAuth1ServerStoreConformance(database.stores, clock: folder.clock).checkRegistry(database.clients)
        // And with other processes' connections to the same file.
        let other = try folder.open()
        let mixed = OAuth1ServerStores(clients: other.clients, tokens: database.tokens, nonces: other.nonces)
        try await OAuth1ServerStoreConformance(mixed, clock: folder.clock).check(registered: DatabaseFolder.client)
    }

    @Test("Tokens and nonces are there after a restart, and nothing is rejected for it")
    func restart() async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open()
        let checks = OAuth1ServerStoreConformance(database.stores, clock: folder.clock)
        try await checks.checkNonces {
            try database.close()
            database = try folder.open()
            return database.nonces
        }
        #expect(!database.wasRestored)
        #expect(try await database.nonces.record(folder.nonce("right away"), in: folder.window) == .new)
        try await OAuth1ServerStoreConformance(database.stores, clock: folder.clock)
            .checkTokens {
                try database.close()
                database = try folder.open()
                return database.tokens
            }
    }

    @Test("Of equal requests through two connections to the same file one is accepted, and one exchange succeeds")
    func processes() async throws {
        let folder = try DatabaseFolder()
        let databases = [try folder.open(), try folder.open()]
        let nonce = folder.nonce("same")
        let (window, access) = (folder.window, folder.accessToken("access"))
        try await databases[0].tokens.save(folder.requestToken("request"))
        let (accepted, exchanged) = try await withThrowingTaskGroup(of: (Bool, Bool).self) { group in
            for index in 0..<200 {
                group.addTask {
                    let database = databases[index % 2]
                    async let isNew = database.nonces.record(nonce, in: window) == .new
                    var token = access
                    token.token += "-\(index)"
                    async let isExchanged = database.tokens.exchangeRequestToken("request", for: token)
                    return (try await isNew, try await isExchanged)
                }
            }
            return try await group.reduce(into: (0, 0)) { sum, result in
                sum.0 += result.0 ? 1 : 0
                sum.1 += result.1 ? 1 : 0
            }
        }
        #expect(accepted == 1)
        #expect(exchanged == 1)
        #expect(try await databases[1].tokens.accessTokens(ofUser: "user-name").count == 1)
    }

    @Test("Several processes may create the same database at once")
    func creation() async throws {
        for _ in 0..<3 {
            let folder = try DatabaseFolder()
            let databases = try await withThrowingTaskGroup(of: OAuth1GRDBDatabase.self) { group in
                for _ in 0..<4 { group.addTask { try folder.open() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let nonce = folder.nonce("n")
            var outcomes: [OAuth1NonceOutcome] = []
            for database in databases { outcomes.append(try await database.nonces.record(nonce, in: folder.window)) }
            #expect(outcomes == [.new, .used, .used, .used])
            #expect(databases.allSatisfy { !$0.wasRestored })
        }
    }

    @Test("All properties of a client are kept, and a client can be replaced and removed")
    func clients() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        var client = DatabaseFolder.client
        client.rsaPublicKey = try OAuth1RSAPrivateKey(generatingBits: 2_048).publicKey
        try await database.clients.register(client)
        for signatureMethods in [client.signatureMethods, [], nil] {
            client.signatureMethods = signatureMethods
            client.displayName += "!"
            try await database.clients.register(client)
            let found = try #require(try await database.clients.client(forKey: client.key))
            #expect(found.credentials == client.credentials)
            #expect(found.displayName == client.displayName)
            #expect(found.callbacks == client.callbacks)
            #expect(found.callbackMatching == client.callbackMatching)
            #expect(found.allowsOutOfBand == client.allowsOutOfBand)
            #expect(found.rsaPublicKey?.pem == client.rsaPublicKey?.pem)
            #expect(found.signatureMethods == client.signatureMethods)
        }
        #expect(try await database.clients.allClients().map(\.key) == [client.key])
        try await database.clients.remove(key: client.key)
        #expect(try await database.clients.client(forKey: client.key) == nil)
    }

    @Test("Expired tokens are removed an hour later, and a client may have only so many request tokens")
    func expiry() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        for number in 0..<40 { try await database.tokens.save(folder.requestToken("r\(number)")) }
        await #expect(throws: OAuth1ServerError(.storeFull, "")) {
            try await database.tokens.save(folder.requestToken("more"))
        }
        try await database.tokens.save(folder.requestToken("other", client: "other"))
        try await database.tokens.save(folder.accessToken("short", expiresAt: folder.clock.now() + 10))
        try await database.tokens.save(folder.accessToken("long"))
        folder.clock.advance(by: 601)
        try await database.tokens.save(folder.requestToken("later"))
        #expect(try await database.tokens.requestToken("r1") != nil)
        #expect(try await database.removeExpired() == 0)
        folder.clock.advance(by: 3_600)
        #expect(try await database.removeExpired() == 42)
        #expect(try await database.tokens.requestToken("r1") == nil)
        #expect(try await database.tokens.accessToken("short") == nil)
        #expect(try await database.tokens.accessToken("long") != nil)
    }

    @Test("Nonces are removed when they left the window, and never accepted when the clock is put back")
    func nonceExpiry() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        let (first, start) = (folder.nonce("first"), folder.window)
        #expect(try await database.nonces.record(first, in: start) == .new)
        folder.clock.advance(by: 300)
        #expect(try await database.nonces.record(first, in: folder.window) == .used)
        folder.clock.advance(by: 1)
        #expect(try await database.nonces.record(folder.nonce("second"), in: folder.window) == .new)
        let count = try await database.pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM oauth1_nonce")
        }
        #expect(count == 1)
        #expect(try await database.nonces.record(first, in: start) == .tooOld(floor: first.timestamp + 1))
        // A clock that was ahead for one request costs no other one: only what was removed is rejected.
        let ahead = OAuth1TimestampWindow(now: folder.clock.now() + 86_400)
        var later = first
        later.timestamp = ahead.now
        #expect(try await database.nonces.record(later, in: ahead) == .new)
        folder.clock.advance(by: 1)
        #expect(try await database.nonces.record(folder.nonce("third"), in: folder.window) == .new)
    }
}
#endif
