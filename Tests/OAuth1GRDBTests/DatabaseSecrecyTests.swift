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
import StoreFixtures
import Testing

@testable import OAuth1GRDB

@Suite("Stores in SQLite: encryption")
struct DatabaseSecrecyTests {
    @Test("The files contain no secret, token, key, name or callback, and only their owner can read them")
    func stolenFile() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        try await database.tokens.save(folder.requestToken("the-request-token"))
        _ = try await database.tokens.authorizeRequestToken(
            "the-request-token",
            OAuth1IssuedRequestToken.Authorization(
                userID: "user-name",
                verifier: "the-verifier",
                fields: ["a": "field"]
            )
        )
        try await database.tokens.save(folder.accessToken("the-access-token"))
        #expect(try await database.nonces.record(folder.nonce("the-nonce"), in: folder.window) == .new)
        try database.close()
        let files = try folder.files()
        #expect(files.keys.contains("provider.sqlite"))
        let texts = [
            "secret", "the-", "Key-of-client", "Client name", "example", "user-name", "scope-value", "field", "old-key",
        ]
        for (name, data) in files {
            for text in texts { #expect(data.range(of: Data(text.utf8)) == nil, "\(name) contains \(text)") }
            let path = folder.folder.appendingPathComponent(name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test("A new database that symbolic links lead to can be read by its owner only")
    func symbolicLinks() throws {
        let folder = try DatabaseFolder()
        let files = FileManager.default
        let data = folder.folder.appendingPathComponent("data")
        try files.createDirectory(at: data, withIntermediateDirectories: false)
        let link = data.appendingPathComponent("link.sqlite").path
        try files.createSymbolicLink(atPath: folder.path, withDestinationPath: "data/link.sqlite")
        try files.createSymbolicLink(
            atPath: link,
            withDestinationPath: data.appendingPathComponent("real.sqlite").path
        )
        let database = try folder.open()
        let names = try files.contentsOfDirectory(atPath: data.path).filter { $0.hasPrefix("real.sqlite") }
        #expect(names.contains("real.sqlite") && names.contains("real.sqlite-wal"))
        for name in names {
            let path = data.appendingPathComponent(name).path
            let mode = try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        try database.close()
    }

    @Test("Symbolic links that lead to each other are an error, and not followed without end")
    func linkLoop() throws {
        let folder = try DatabaseFolder()
        let other = folder.folder.appendingPathComponent("other.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: "other.sqlite")
        try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: "provider.sqlite")
        #expect(throws: OAuth1DatabaseError(.denied, "")) { try folder.open() }
    }

    @Test("A value that was moved to another row, or changed, is detected")
    func movedValues() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        for name in ["one", "two"] {
            try await database.tokens.save(folder.accessToken(name))
            try await database.tokens.save(folder.requestToken(name))
        }
        _ = try await database.tokens.denyRequestToken("one", userID: "u")
        let (access, request) = ("oauth1_access_token", "oauth1_request_token")
        try await database.pool.write { db in
            for table in [access, request] {
                try db.execute(
                    sql: """
                        UPDATE \(table) SET encrypted = (SELECT encrypted FROM \(table) ORDER BY id DESC LIMIT 1)
                        WHERE id = (SELECT min(id) FROM \(table))
                        """
                )
            }
        }
        var found = (access: 0, request: 0)
        for name in ["one", "two"] {
            if (try? await database.tokens.accessToken(name)) != nil { found.access += 1 }
            if (try? await database.tokens.requestToken(name)) != nil { found.request += 1 }
        }
        // The value that was copied is still in its place.
        #expect(found == (1, 1))
        // A user's decision can't be moved to another request token either.
        try await database.tokens.save(folder.requestToken("three"))
        try await database.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE \(request) SET (decision_key, encrypted_decision) =
                    (SELECT decision_key, encrypted_decision FROM \(request) WHERE encrypted_decision IS NOT NULL)
                    """
            )
        }
        await #expect(throws: OAuth1DatabaseError.self) { try await database.tokens.requestToken("three") }
    }

    @Test(
        "Keys rotate: old rows are found and opened, encrypted again when read and by command, and then need no old key"
    )
    func rotation() async throws {
        let (old, new) = (DatabaseFolder.oldKey, DatabaseFolder.newKey)
        let folder = try DatabaseFolder()
        var database = try folder.open([old])
        try await database.clients.register(DatabaseFolder.client)
        for number in 0..<250 { try await database.tokens.save(folder.accessToken("access-\(number)")) }
        for name in ["open", "decided"] { try await database.tokens.save(folder.requestToken(name)) }
        _ = try await database.tokens.countVerification(ofRequestToken: "open")
        try database.close()

        database = try folder.open([new, old])
        #expect(
            try await database.clients.client(forKey: "Key-of-client")?.credentials == DatabaseFolder.client.credentials
        )
        #expect(try await database.tokens.accessToken("access-7") == folder.accessToken("access-7"))
        #expect(try await database.tokens.denyRequestToken("decided", userID: "u"))
        #expect(try await database.tokens.countVerification(ofRequestToken: "open") == 2)
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 250)
        // One client and two request tokens; of the access tokens one was encrypted again when it was read.
        #expect(try await database.rotateKeys() == 1 + 249 + 2)
        #expect(try await database.rotateKeys() == 0)
        try database.close()

        database = try folder.open([new])
        #expect(try await database.clients.client(forKey: "Key-of-client") != nil)
        #expect(try await database.tokens.accessToken("access-7") == folder.accessToken("access-7"))
        #expect(try await database.tokens.accessToken("access-249") == folder.accessToken("access-249"))
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 250)
        #expect(try await database.tokens.requestToken("decided")?.deniedBy == "u")
        #expect(try await database.tokens.countVerification(ofRequestToken: "open") == 3)
        try database.close()
        #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try folder.open([old]) }
    }

    @Test("Grants are listed, refreshed and revoked whatever key they were written with")
    func rotationAndGrants() async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open([DatabaseFolder.oldKey])
        for number in 0..<250 { try await database.tokens.save(folder.accessToken("old-\(number)")) }
        try database.close()
        database = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        for number in 0..<5 { try await database.tokens.save(folder.accessToken("new-\(number)")) }
        #expect(try await database.tokens.replaceAccessToken("old-0", with: folder.accessToken("refreshed")))
        #expect(try await database.tokens.accessToken("old-0") == nil)
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 255)
        #expect(
            try await database.tokens.accessTokens(ofUser: "user-name", endingAfter: 0, atMostPerClient: 252).count
                == 252
        )
        #expect(try await database.tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "other") == 0)
        #expect(try await database.tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key") == 255)
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").isEmpty)
    }

    @Test("A damaged row keeps a user neither from the list of grants nor from revoking one")
    func damagedGrant() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        for number in 0..<3 { try await database.tokens.save(folder.accessToken("token-\(number)")) }
        try await database.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE oauth1_access_token SET encrypted = zeroblob(64)
                    WHERE id = (SELECT min(id) FROM oauth1_access_token)
                    """
            )
        }
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 2)
        #expect(try await database.tokens.revokeAccessTokens(ofUser: "user-name", clientKey: "key") == 2)
        let left = try await database.pool.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM oauth1_access_token")
        }
        #expect(left == 0)
    }

    @Test("A token that has expired is kept as long as it can be refreshed")
    func refreshableTokens() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        let now = folder.clock.now()
        var token = folder.accessToken("refreshable", expiresAt: now + 10)
        token.session = .init(handle: "handle-of-session", expiresAt: now + 90_000)
        try await database.tokens.save(token)
        try await database.tokens.save(folder.accessToken("expired", expiresAt: now + 10))
        folder.clock.advance(by: 10_000)
        #expect(try await database.removeExpired() == 1)
        #expect(try await database.tokens.accessToken("refreshable") == token)
        let texts = try folder.files().values.map { String(decoding: $0, as: UTF8.self) }
        #expect(!texts.contains { $0.contains("handle-of-session") })
        folder.clock.advance(by: 100_000)
        #expect(try await database.removeExpired() == 1)
    }

    @Test("A revoked token is gone whatever key it was written with, and a client is replaced and not doubled")
    func rotationAndRemoval() async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open([DatabaseFolder.oldKey])
        try await database.clients.register(DatabaseFolder.client)
        for name in ["a", "b"] { try await database.tokens.save(folder.accessToken(name)) }
        try database.close()
        database = try folder.open([DatabaseFolder.newKey, DatabaseFolder.oldKey])
        try await database.tokens.revokeAccessToken("a")
        #expect(try await database.tokens.accessToken("a") == nil)
        try await database.tokens.save(folder.accessToken("b"))
        #expect(try await database.tokens.accessTokens(ofUser: "user-name").count == 1)
        try await database.clients.register(DatabaseFolder.client)
        #expect(try await database.clients.allClients().count == 1)
    }

    @Test("Keys must be long, and show nothing of themselves")
    func keys() throws {
        #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try OAuth1DatabaseKeys([]) }
        #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try OAuth1DatabaseKeys(["short"]) }
        let keys = try OAuth1DatabaseKeys([DatabaseFolder.oldKey])
        var dumped = "\(keys)"
        dump(keys, to: &dumped)
        #expect(!dumped.contains("old-key"))
    }
}
#endif
