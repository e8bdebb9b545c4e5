//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Dispatch
import Foundation
import GRDB
import HTTPTypes
import OAuth1
import OAuth1Server
import StoreFixtures
import Synchronization
import Testing

@testable import OAuth1GRDB

@Suite("Stores in SQLite: failures")
struct DatabaseFailureTests {
    private func reason<Value: Sendable>(_ call: () async throws -> Value) async -> String? {
        do {
            _ = try await call()
            return nil
        } catch {
            guard let error = error as? OAuth1ServerError, error.code == .storeUnavailable else { return "\(error)" }
            return error.reason
        }
    }

    @Test("A full disk rejects, says so, accepts nothing, loses nothing, and works again when there is room")
    func fullDisk() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.tokens.save(folder.accessToken("before"))
        let pages = try await database.pool.write { db in try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0 }
        try await database.pool.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        var nonces: [OAuth1UsedNonce] = []
        var failure: String?
        for number in 0..<2_000 where failure == nil {
            let nonce = folder.nonce("n\(number)")
            failure = await reason { try await database.nonces.record(nonce, in: folder.window) }
            if failure == nil { nonces.append(nonce) }
        }
        #expect(failure?.contains("disk is full") == true)
        #expect(failure?.contains(folder.path) == true)
        #expect(
            await reason { try await database.tokens.save(folder.requestToken(String(repeating: "x", count: 9_000))) }
                != nil
        )
        #expect(try await database.tokens.accessToken("before") != nil)
        try await database.pool.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1000000")
        }
        for nonce in nonces { #expect(try await database.nonces.record(nonce, in: folder.window) == .used) }
        #expect(try await database.nonces.record(folder.nonce("room"), in: folder.window) == .new)
        try await database.check()
    }

    @Test("A database that another process has locked rejects, says so, and serves again afterwards")
    func locked() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open(lockTimeout: 0.05)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.path, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        let nonce = folder.nonce("n")
        #expect(await reason { try await database.nonces.record(nonce, in: folder.window) }?.contains("locked") == true)
        #expect(await reason { try await database.check() }?.contains("locked") == true)
        // Reading continues.
        #expect(try await database.tokens.accessToken("none") == nil)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        #expect(try await database.nonces.record(nonce, in: folder.window) == .new)
    }

    @Test("A damaged file, a missing folder and a closed database have clear errors")
    func broken() async throws {
        let folder = try DatabaseFolder()
        try Data(repeating: 7, count: 9_000).write(to: URL(fileURLWithPath: folder.path))
        #expect { try folder.open() } throws: { "\($0)".contains("damaged or not a database") }
        let keys = try OAuth1DatabaseKeys([DatabaseFolder.oldKey])
        #expect { try OAuth1GRDBDatabase(path: folder.path + "/missing/file", keys: keys) } throws: {
            ($0 as? OAuth1DatabaseError)?.code == .unavailable
        }
        let other = try DatabaseFolder()
        let database = try other.open()
        try database.close()
        #expect(await reason { try await database.nonces.record(other.nonce("n"), in: other.window) } != nil)
        #expect(await reason { try await database.tokens.accessToken("n") } != nil)
    }

    @Test("A store that fails is answered with status 503, without its reason")
    func response() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        let configuration = OAuth1ServerConfiguration(serviceName: "S", trustsHostField: true, clock: folder.clock)
        let server = OAuth1AuthorizationServer(stores: database.stores, configuration: configuration) { _ in
            .user(id: "u")
        }
        let protector = server.protector(allowsRequestsWithoutToken: true)
        let signer = OAuth1Signer(
            client: DatabaseFolder.client.credentials,
            configuration: OAuth1SigningConfiguration(clock: folder.clock)
        )
        let request = try signer.sign(HTTPRequest(method: .get, absoluteURL: "https://api.example/me"), body: nil)
            .request
        _ = try await protector.authenticate(request)
        await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
            try await protector.authenticate(request)
        }
        try database.close()
        do {
            _ = try await protector.authenticate(request)
            Issue.record("a closed database accepted a request")
        } catch {
            let response = protector.response(for: error)
            #expect(response.response.status == .serviceUnavailable)
            #expect(response.response.headerFields[.retryAfter] != nil)
            #expect(!response.text.contains("sqlite"))
        }
    }

    @Test("Writes that wait share one commit, and one that fails leaves the others")
    func groupCommit() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        for number in 0..<40 { try await database.tokens.save(folder.requestToken("r\(number)")) }
        let gate = DispatchSemaphore(value: 0)
        database.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
        let before = try await database.commits()
        let window = folder.window
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                let (nonce, token) = (folder.nonce("n\(number)"), folder.requestToken("more-\(number)"))
                group.addTask { try await database.nonces.record(nonce, in: window) == .new }
                // The client has too many already.
                group.addTask { (try? await database.tokens.save(token)) == nil }
            }
            while database.writes.waitingCount < 200 { await Task.yield() }
            gate.signal()
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 200)
        #expect(try await database.commits() - before <= 2)
        #expect(
            try await database.pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM oauth1_nonce") } == 100
        )
    }

    @Test("Reads that wait are limited, and more are rejected at once")
    func waitingReads() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        let reads = GroupRead(database.pool, maximumWaiting: 2)
        let gate = DispatchSemaphore(value: 0)
        let (started, continuation) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await reads.submit { _ in
                    continuation.yield()
                    // Without a limit the last read waits, too: then this ends, and the test fails.
                    _ = gate.wait(timeout: .now() + 300)
                }
            }
            for await _ in started { break }
            for _ in 0..<2 { group.addTask { try await reads.submit { _ in } } }
            while reads.waitingCount < 2 { await Task.yield() }
            let failure = await reason { try await reads.submit { _ in } }
            gate.signal()
            #expect(failure?.contains("too many requests wait") == true)
            #expect(failure?.contains(folder.path) == true)
            try await group.waitForAll()
        }
        try await reads.submit { _ in }
    }

    @Test("If old nonces can't be removed, or the floor can't rise, no nonce is forgotten that may be accepted")
    func removalFails() async throws {
        for event in ["DELETE ON oauth1_nonce", "UPDATE OF floor ON oauth1_state"] {
            let folder = try DatabaseFolder()
            let database = try folder.open()
            let (first, start) = (folder.nonce("first"), folder.window)
            #expect(try await database.nonces.record(first, in: start) == .new)
            try await database.pool.writeWithoutTransaction { db in
                try db.execute(
                    sql: "CREATE TEMP TRIGGER fail BEFORE \(event) BEGIN SELECT RAISE(ABORT, 'test'); END"
                )
            }
            folder.clock.advance(by: 301)
            let (second, later) = (folder.nonce("second"), folder.window)
            #expect(await reason { try await database.nonces.record(second, in: later) } != nil)
            try await database.pool.writeWithoutTransaction { db in try db.execute(sql: "DROP TRIGGER fail") }
            #expect(try await database.nonces.record(first, in: start) != .new)
            #expect(try await database.nonces.record(second, in: later) == .new)
        }
    }

    @Test("Each commit waits for the disk")
    func durability() async throws {
        let database = try DatabaseFolder().open()
        let mode = try await database.pool.writeWithoutTransaction { db in
            try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        #expect(mode == 2)
        let journal = try await database.pool.writeWithoutTransaction { db in
            try String.fetchOne(db, sql: "PRAGMA journal_mode")
        }
        #expect(journal == "wal")
    }
}

extension OAuth1GRDBDatabase {
    fileprivate func commits() async throws -> Int64 {
        try await pool.read { db in try Int64.fetchOne(db, sql: "SELECT commits FROM oauth1_state") ?? 0 }
    }
}
#endif
