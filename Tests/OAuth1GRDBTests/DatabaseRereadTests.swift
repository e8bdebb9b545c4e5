//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import HTTPTypes
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1GRDB

/// Clients and tokens that were read before are not decrypted again: each test changes them elsewhere.
@Suite("Stores in SQLite: rows that are read again")
struct DatabaseRereadTests {
    @Test("A token that another connection revokes, replaces or changes is gone with the next request")
    func tokens() async throws {
        let folder = try DatabaseFolder()
        let (database, other) = (try folder.open(), try folder.open())
        let names = ["revoked", "of the user", "removed", "replaced", "saved again"]
        for name in names {
            try await database.tokens.save(folder.accessToken(name))
            for _ in 0..<3 { #expect(try await database.tokens.accessToken(name) == folder.accessToken(name)) }
        }
        #expect(try await other.tokens.revokeAccessToken("revoked"))
        #expect(try await database.tokens.accessToken("revoked") == nil)

        var changed = folder.accessToken("saved again")
        changed.secret = "another-secret"
        try await other.tokens.save(changed)
        #expect(try await database.tokens.accessToken("saved again") == changed)
        try await database.tokens.save(folder.accessToken("saved again"))
        #expect(try await database.tokens.accessToken("saved again") == folder.accessToken("saved again"))

        #expect(try await other.tokens.replaceAccessToken("replaced", with: folder.accessToken("new")))
        #expect(try await database.tokens.accessToken("replaced") == nil)
        #expect(try await database.tokens.accessToken("new") != nil)

        // Without this package.
        let plain = try DatabaseQueue(path: folder.path)
        let identifier = Data(database.cipher.identifier("removed", .accessToken))
        try await plain.write { db in
            try db.execute(sql: "DELETE FROM oauth1_access_token WHERE id = ?", arguments: [identifier])
        }
        #expect(try await database.tokens.accessToken("removed") == nil)

        #expect(try await other.tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key") == 3)
        for name in names + ["new"] { #expect(try await database.tokens.accessToken(name) == nil) }
    }

    @Test("A client that another connection disables, changes or removes is so with the next request")
    func clients() async throws {
        let folder = try DatabaseFolder()
        let (database, other) = (try folder.open(), try folder.open())
        let key = DatabaseFolder.client.key
        try await database.clients.register(DatabaseFolder.client)
        for _ in 0..<3 { #expect(try await database.clients.client(forKey: key)?.isDisabled == false) }
        try await other.clients.updateClient(forKey: key) { $0.isDisabled = true }
        #expect(try await database.clients.client(forKey: key)?.isDisabled == true)
        try await other.clients.updateClient(forKey: key) { $0.replaceSecret(with: "new", oldIsValidUntil: nil) }
        #expect(try await database.clients.client(forKey: key)?.credentials.secret == "new")
        try await other.clients.remove(key: key)
        #expect(try await database.clients.client(forKey: key) == nil)
    }

    @Test("A value that is damaged or moved after it was read is an error")
    func damaged() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        for name in ["one", "two"] {
            try await database.tokens.save(folder.accessToken(name))
            #expect(try await database.tokens.accessToken(name) != nil)
        }
        let identifiers = ["one", "two"].map { Data(database.cipher.identifier($0, .accessToken)) }
        try await database.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE oauth1_access_token SET encrypted =
                    (SELECT encrypted FROM oauth1_access_token WHERE id = ?) WHERE id = ?
                    """,
                arguments: [identifiers[0], identifiers[1]]
            )
        }
        #expect(try await database.tokens.accessToken("one") != nil)
        await #expect(throws: OAuth1DatabaseError.self) { try await database.tokens.accessToken("two") }
    }

    @Test("Rows that were read before are found while keys rotate, and are encrypted with the new key")
    func rotation() async throws {
        let folder = try DatabaseFolder()
        let server = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        let before = try folder.open([DatabaseFolder.oldKey])
        let key = DatabaseFolder.client.key
        try await before.clients.register(DatabaseFolder.client)
        for name in ["a", "b"] { try await before.tokens.save(folder.accessToken(name)) }
        try before.close()
        for _ in 0..<2 { #expect(try await server.tokens.accessToken("a") == folder.accessToken("a")) }
        #expect(try await server.clients.client(forKey: key) != nil)
        // Reading has encrypted one token again, though it was read twice.
        let other = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        #expect(try await other.rotateKeys() == 2)
        for name in ["a", "b"] { #expect(try await server.tokens.accessToken(name) == folder.accessToken(name)) }
        #expect(try await server.clients.client(forKey: key)?.credentials == DatabaseFolder.client.credentials)
        #expect(try await server.status().rowsWithOlderKeys == 0)
        #expect(try await other.tokens.revokeAccessToken("a"))
        #expect(try await server.tokens.accessToken("a") == nil)
    }

    @Test("A process whose database was replaced accepts no request with a token that it has read before")
    func replaced() async throws {
        let folder = try DatabaseFolder()
        let old = try folder.open()
        try await old.clients.register(DatabaseFolder.client)
        var token = folder.accessToken("token")
        token.clientKey = DatabaseFolder.client.key
        try await old.tokens.save(token)
        let protector = OAuth1ResourceProtector(
            stores: old.stores,
            configuration: OAuth1ServerConfiguration(serviceName: "S", trustsHostField: true, clock: folder.clock)
        )
        let signer = OAuth1Signer(
            client: DatabaseFolder.client.credentials,
            token: token,
            configuration: OAuth1SigningConfiguration(clock: folder.clock)
        )
        let request = try HTTPRequest(method: .get, absoluteURL: "https://api.example/me")
        func send() async throws {
            _ = try await protector.authenticate(try signer.sign(request, body: nil).request)
        }
        for _ in 0..<2 { try await send() }
        try folder.copyFolder()
        try folder.renameCopy()
        let new = try folder.open()
        #expect(try await new.tokens.revokeAccessToken("token"))
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await send() }
    }

    @Test("No token is found after another connection answered its revocation, whatever is read at the same moment")
    func races() async throws {
        let folder = try DatabaseFolder()
        let (database, other) = (try folder.open(), try folder.open())
        let names = (0..<20).map { "token-\($0)" }
        for name in names { try await database.tokens.save(folder.accessToken(name)) }
        let late = try await withThrowingTaskGroup(of: Int.self) { group in
            for name in names {
                let token = folder.accessToken(name)
                group.addTask {
                    var late = 0
                    for round in 0..<10 {
                        async let before = database.tokens.accessToken(name)
                        async let revoked = other.tokens.revokeAccessToken(name)
                        _ = try await (before, revoked)
                        if try await database.tokens.accessToken(name) != nil { late += 1 }
                        if round < 9 { try await other.tokens.save(token) }
                    }
                    return late
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(late == 0)
    }
}
#endif
