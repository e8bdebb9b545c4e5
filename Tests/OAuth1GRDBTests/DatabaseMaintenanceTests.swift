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

@Suite("Stores in SQLite: maintenance")
struct DatabaseMaintenanceTests {
    @Test("The status counts rows, expired tokens, nonces and the rows of each key, and reveals nothing of them")
    func status() async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        try await database.tokens.save(folder.requestToken("request"))
        try await database.tokens.save(folder.accessToken("short", expiresAt: folder.clock.now() + 10))
        try await database.tokens.save(folder.accessToken("long"))
        let start = folder.clock.now()
        #expect(try await database.nonces.record(folder.nonce("n"), in: folder.window) == .new)
        folder.clock.advance(by: 11)
        #expect(try await database.nonces.record(folder.nonce("n"), in: folder.window) == .new)
        try database.close()

        database = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        try await database.tokens.save(folder.accessToken("new"))
        let status = try await database.status()
        #expect(status.schemaVersion == 3)
        #expect(status.clients == 1)
        #expect(status.requestTokens == 1 && status.expiredRequestTokens == 0)
        #expect(status.accessTokens == 3 && status.expiredAccessTokens == 1)
        #expect(status.nonces == 2 && status.oldestNonce == start)
        #expect(status.nonceFloor == 0)
        #expect(status.byteCount > 10_000)
        #expect(status.keys.map(\.position) == [1, 2] && status.keys.map(\.rows) == [1, 4])
        #expect(status.rowsWithOlderKeys == 4)
        #expect(status.keys.allSatisfy { $0.identifier.count == 16 })

        #expect(try await database.rotateKeys() == 4)
        #expect(try await database.status().rowsWithOlderKeys == 0)
        try await database.raiseNonceFloor()
        #expect(try await database.status().nonceFloor == folder.clock.now() + 61)
    }

    @Test("A key that is not in the list is shown with its rows")
    func missingKey() async throws {
        let folder = try DatabaseFolder()
        let other = try folder.open([DatabaseFolder.oldKey])
        // A process with another list starts later.
        let database = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        try await database.tokens.save(folder.requestToken("request"))
        try database.close()
        let status = try await other.status()
        #expect(status.keys.map(\.position) == [1, nil] && status.keys.map(\.rows) == [0, 1])
        #expect(status.rowsWithOlderKeys == 1)
    }

    @Test("A list without a key that any row needs is an error at the start, also if other rows have a listed key")
    func incompleteKeys() async throws {
        let (old, new) = (DatabaseFolder.oldKey, DatabaseFolder.newKey)
        for kind in 0..<3 {
            let folder = try DatabaseFolder()
            let first = try folder.open([old])
            switch kind {
            case 0: try await first.clients.register(DatabaseFolder.client)
            case 1: try await first.tokens.save(folder.accessToken("old"))
            default: try await first.tokens.save(folder.requestToken("old"))
            }
            try first.close()
            let second = try folder.open([new, old])
            for number in 0..<20 { try await second.tokens.save(folder.accessToken("new-\(number)")) }
            try second.close()
            for list in [[new], [old]] {
                #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try folder.open(list) }
            }
            try folder.open([old, new, new]).close()
        }
    }

    @Test("Maintenance counts and removes rows whose key is lost, which stop servers, and keeps all others")
    func lostKey() async throws {
        let (old, new) = (DatabaseFolder.oldKey, DatabaseFolder.newKey)
        let folder = try DatabaseFolder()
        let first = try folder.open([new])
        try await first.tokens.save(folder.accessToken("kept"))
        for name in ["open", "decided"] { try await first.tokens.save(folder.requestToken(name)) }
        try first.close()
        let second = try folder.open([old, new])
        try await second.clients.register(DatabaseFolder.client)
        try await second.tokens.save(folder.accessToken("lost"))
        try await second.tokens.save(folder.requestToken("lost"))
        // The decision has the lost key, and its row the other one.
        #expect(try await second.tokens.denyRequestToken("decided", userID: "u"))
        try second.close()
        #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try folder.open([new]) }

        let database = try folder.open([new], purpose: .maintenance)
        let status = try await database.status()
        #expect(status.keys.map(\.position) == [1, nil] && status.keys.map(\.rows) == [3, 4])
        #expect(status.keys.map(\.clients) == [0, 1] && status.rowsWithMissingKeys == 4)
        #expect(try await database.removeExpired() == 0)
        #expect(try await database.raiseNonceFloor() == folder.clock.now() + 61)
        // The key of the list, and texts that name none.
        for identifier in [status.keys[0].identifier, "", "+00000000000000a", "lost"] {
            await #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) {
                try await database.removeRows(ofLostKey: identifier)
            }
        }
        #expect(try await database.removeRows(ofLostKey: status.keys[1].identifier) == 4)
        #expect(try await database.removeRows(ofLostKey: status.keys[1].identifier) == 0)
        try database.close()

        let server = try folder.open([new])
        #expect(try await server.tokens.accessToken("kept") != nil)
        #expect(try await server.tokens.requestToken("open") != nil)
        #expect(try await server.tokens.requestToken("decided") == nil)
        #expect(try await server.clients.allClients().isEmpty)
    }

    @Test("Many rows of a lost key are removed by maintenance, which registers no client, and a replay stays rejected")
    func manyLostRows() async throws {
        let folder = try DatabaseFolder()
        let first = try folder.open()
        let nonce = folder.nonce("n")
        #expect(try await first.nonces.record(nonce, in: folder.window) == .new)
        try await first.tokens.save(folder.accessToken("kept"))
        try await first.pool.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1100)
                    INSERT INTO oauth1_access_token (id, key, user, encrypted)
                    SELECT randomblob(16), 77, zeroblob(16), zeroblob(64) FROM number
                    """
            )
        }
        let lost = OAuth1DatabaseStatus.text(ofKey: 77)
        await #expect(throws: OAuth1DatabaseError(.unavailable, "")) { try await first.removeRows(ofLostKey: lost) }
        try first.close()

        let database = try folder.open(purpose: .maintenance)
        #expect(try await database.removeRows(ofLostKey: lost) == 1_100)
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await database.clients.add(DatabaseFolder.client)
        }
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await database.clients.register(DatabaseFolder.client)
        }
        try database.close()
        let server = try folder.open()
        #expect(try await server.tokens.accessToken("kept") != nil)
        #expect(try await server.nonces.record(nonce, in: folder.window) == .used)
    }

    @Test("Rows of a key stay if a server writes others with it while they are removed")
    func keyInUse() async throws {
        let folder = try DatabaseFolder()
        let server = try folder.open([DatabaseFolder.oldKey])
        try await server.tokens.save(folder.accessToken("before"))
        let database = try folder.open([DatabaseFolder.newKey], purpose: .maintenance)
        let used = try #require(try await database.status().keys.last)
        #expect(used.position == nil && used.rows == 1)
        let start = try LostKeyRemoval(ofKey: used.identifier, database.cipher.keys, .maintenance)
        let counted = try await database.writes.submit { batch in try OAuth1GRDBDatabase.step(start, batch.db) }
        #expect(!counted.isDone && counted.count == 0)
        try await server.tokens.save(folder.accessToken("meanwhile"))
        let error = await #expect(throws: OAuth1DatabaseError.self) {
            try await database.writes.submit { batch in try OAuth1GRDBDatabase.step(counted, batch.db) }
        }
        #expect(error?.code == .invalidKeys && error?.reason.contains("a server still writes") == true)
        for name in ["before", "meanwhile"] { #expect(try await server.tokens.accessToken(name) != nil) }
    }

    @Test("Keys rotate in batches with progress, while another connection with the old key first reads and writes")
    func rotationUnderLoad() async throws {
        let folder = try DatabaseFolder()
        let old = try folder.open()
        for number in 0..<450 { try await old.tokens.save(folder.accessToken("token-\(number)")) }
        try old.close()
        let server = try folder.open([DatabaseFolder.oldKey, DatabaseFolder.newKey])
        let database = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        let (steps, continuation) = AsyncStream.makeStream(of: Int.self)
        async let count = database.rotateKeys { continuation.yield($0) }
        for number in 0..<450 {
            #expect(try await server.tokens.accessToken("token-\(number)")?.token == "token-\(number)")
        }
        for number in 0..<20 { try await server.tokens.save(folder.accessToken("new-\(number)")) }
        // Reading with the old key first encrypts back, so the number is not known.
        #expect(try await count >= 400)
        continuation.finish()
        var last = 0
        for await step in steps {
            #expect(step - last <= 200)
            last = step
        }
        try server.close()
        try await database.rotateKeys()
        #expect(try await database.status().rowsWithOlderKeys == 0)
        #expect(try await database.status().accessTokens == 470)
    }

    @Test("A row that can't be decrypted is named, and keeps no other row from getting the new key")
    func damagedRow() async throws {
        let folder = try DatabaseFolder()
        let first = try folder.open()
        for number in 0..<3 { try await first.tokens.save(folder.accessToken("token-\(number)")) }
        try await first.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE oauth1_access_token SET encrypted = zeroblob(length(encrypted))
                    WHERE id = (SELECT min(id) FROM oauth1_access_token)
                    """
            )
        }
        try first.close()
        let database = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        let error = await #expect(throws: OAuth1DatabaseError.self) { try await database.rotateKeys() }
        #expect(error?.code == .damaged && error?.reason.contains("1 row can't") == true)
        #expect(error?.reason.contains("oauth1_access_token ") == true)
        #expect(try await database.status().rowsWithOlderKeys == 1)
    }

    @Test("Old nonces are removed in steps, and are rejected and not accepted afterwards")
    func oldNonces() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        let start = folder.window
        var nonces: [OAuth1UsedNonce] = []
        for second in 0..<10 as Range<Int64> {
            for number in 0..<3 {
                var nonce = folder.nonce("n\(number)")
                nonce.timestamp -= second
                nonces.append(nonce)
                #expect(try await database.nonces.record(nonce, in: start) == .new)
            }
        }
        #expect(try await database.removeNonces(stampedBefore: start.now - 4) == 15)
        #expect(try await database.removeNonces(stampedBefore: start.now - 4) == 0)
        for nonce in nonces { #expect(try await database.nonces.record(nonce, in: start) != .new) }
        #expect(try await database.status().nonces == 15)
        #expect(try await database.status().nonceFloor == start.now - 4)
    }

    @Test("Changes of a client at the same time are all kept, and those of an unknown one change nothing")
    func clientChanges() async throws {
        let folder = try DatabaseFolder()
        let databases = [try folder.open(), try folder.open()]
        try await databases[0].clients.register(DatabaseFolder.client)
        let key = DatabaseFolder.client.key
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await databases[number % 2].clients
                        .updateClient(forKey: key) { client in
                            client.callbacks.append("https://\(number).example/")
                        }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await databases[0].clients.client(forKey: key)?.callbacks.count == 42)
        #expect(try await databases[0].clients.updateClient(forKey: "nobody") { $0.isDisabled = true } == nil)
        #expect(try await databases[0].clients.updateClient(forKey: key.lowercased()) { $0.isDisabled = true } == nil)

        let end = folder.clock.now() + 60
        let changed = try await databases[1].clients
            .updateClient(forKey: key) { client in
                client.isDisabled = true
                client.replaceSecret(with: "new-secret", oldIsValidUntil: end)
            }
        let found = try #require(try await databases[0].clients.client(forKey: key))
        #expect(changed?.isDisabled == true && found.isDisabled)
        #expect(found.credentials.secret == "new-secret")
        #expect(found.previousSecret == OAuth1PreviousSecret("client-secret", validUntil: end))
    }

    @Test("Without migration a missing database and other tables are errors that say what to do")
    func withoutMigration() async throws {
        func reason(_ folder: DatabaseFolder) -> OAuth1DatabaseError? {
            do {
                _ = try OAuth1GRDBDatabase(
                    path: folder.path,
                    keys: OAuth1DatabaseKeys([DatabaseFolder.oldKey]),
                    migrates: false
                )
                return nil
            } catch {
                return error
            }
        }
        let folder = try DatabaseFolder()
        #expect(reason(folder)?.code == .unavailable)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        let database = try folder.open()
        #expect(database.previousSchemaVersion == 0)
        #expect(reason(folder) == nil)
        #expect(try folder.open().previousSchemaVersion == 3)
        for (change, text) in [
            ("DELETE FROM grdb_migrations WHERE identifier = 'oauth1-3'", "oauth1 provider migrate"),
            ("INSERT INTO grdb_migrations VALUES ('oauth1-3'), ('oauth1-99')", "newer version"),
        ] {
            try await database.pool.write { db in try db.execute(sql: change) }
            #expect(reason(folder)?.code == .otherSchema)
            #expect(reason(folder)?.reason.contains(text) == true)
        }
        // A migration does not help either.
        #expect(throws: OAuth1DatabaseError(.otherSchema, "")) { try folder.open() }
    }

    @Test("Reading tables that were never used, or that have an older version, is an error that says what to do")
    func unreadableTables() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        // As after a migration that was killed.
        try await database.pool.write { db in try db.execute(sql: "DELETE FROM oauth1_state") }
        let unused = #expect(throws: OAuth1DatabaseError.self) { try folder.open(purpose: .reading) }
        #expect(unused?.code == .otherSchema && unused?.reason.contains("oauth1 provider migrate") == true)
        #expect(unused?.reason.contains("backup") == false)
        try folder.open(purpose: .maintenance).close()
        // The guard file shows that the database was used before.
        #expect(try await folder.open(purpose: .reading).status().nonceFloor == folder.clock.now() + 61)

        let change = "DELETE FROM grdb_migrations WHERE identifier = 'oauth1-3'"
        try await database.pool.write { db in try db.execute(sql: change) }
        let older = #expect(throws: OAuth1DatabaseError.self) { try folder.open(purpose: .reading) }
        #expect(older?.code == .otherSchema && older?.reason.contains("have version 2 and need 3") == true)
    }

    @Test("Readiness is a write, so that a full disk is noticed")
    func readiness() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.stores.checkReadiness()
        try database.close()
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await database.nonces.checkReadiness()
        }
        #expect(await database.stores.readinessResponse().response.status == .serviceUnavailable)
    }
}
#endif
