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

@Suite("Stores in PostgreSQL: maintenance", .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing))
struct PostgresMaintenanceTests {
    @Test("Operators change clients, count what is there, and remove nonces with the floor above them")
    func maintenance() async throws {
        let fixture = try await PostgresFixture()
        var database = try await fixture.open()
        #expect(database.previousSchemaVersion == 0)
        try await OAuth1ServerStoreConformance(database.stores, clock: fixture.clock).checkRegistry(database.registry)
        try await database.clients.register(PostgresFixture.client)
        try await database.tokens.save(fixture.requestToken("r"))
        _ = try await database.tokens.denyRequestToken("r", userID: "u")
        try await database.tokens.save(fixture.accessToken("a", expiresAt: fixture.clock.now() - 1))
        let nonces = [-90, -10, 0, 10].map { fixture.nonce("n", ahead: $0) }
        for nonce in nonces { #expect(try await database.nonces.record(nonce, in: fixture.window) == .new) }
        database.close()

        database = try await fixture.open([PostgresFixture.newKey, PostgresFixture.oldKey], migrates: false)
        #expect(database.previousSchemaVersion == database.schemaVersion)
        var status = try await database.status()
        #expect(status.schemaVersion == database.schemaVersion && status.clients == 1)
        #expect(status.requestTokens == 1 && status.expiredRequestTokens == 0)
        #expect(status.accessTokens == 1 && status.expiredAccessTokens == 1)
        #expect(status.nonces == 4 && status.oldestNonce == nonces[0].timestamp && status.byteCount > 0)
        #expect(status.keys.map(\.rows) == [0, 3] && status.keys.map(\.position) == [1, 2])
        _ = try await database.rotateKeys()
        #expect(try await database.status().rowsWithOlderKeys == 0)

        #expect(try await database.removeNonces(stampedBefore: fixture.clock.now()) == 2)
        status = try await database.status()
        #expect(status.nonces == 2 && status.nonceFloor == fixture.clock.now() && status.removalFailure == nil)
        let outcomes = [
            try await database.nonces.record(nonces[1], in: fixture.window),
            try await database.nonces.record(nonces[2], in: fixture.window),
        ]
        #expect(outcomes == [.tooOld(floor: fixture.clock.now()), .used])
        #expect(try await database.raiseNonceFloor() == fixture.clock.now() + 61)
        #expect(try await database.nonces.floor(in: fixture.window) == fixture.clock.now() + 61)
    }

    @Test("A client is added once, also while its row has an older key")
    func adding() async throws {
        let fixture = try await PostgresFixture()
        let old = try await fixture.open()
        #expect(try await old.clients.add(PostgresFixture.client))
        let new = try await fixture.open([PostgresFixture.newKey, PostgresFixture.oldKey])
        #expect(try await !new.clients.add(PostgresFixture.client))
        #expect(try await new.clients.allClients().count == 1)
    }

    @Test("A list without a key that any row needs is an error at the start, also if other rows have a listed key")
    func incompleteKeys() async throws {
        let (old, new) = (PostgresFixture.oldKey, PostgresFixture.newKey)
        for kind in 0..<3 {
            let fixture = try await PostgresFixture()
            let first = try await fixture.open([old])
            switch kind {
            case 0: try await first.clients.register(PostgresFixture.client)
            case 1: try await first.tokens.save(fixture.accessToken("old"))
            default: try await first.tokens.save(fixture.requestToken("old"))
            }
            first.close()
            let second = try await fixture.open([new, old])
            for number in 0..<20 { try await second.tokens.save(fixture.accessToken("new-\(number)")) }
            second.close()
            for list in [[new], [old]] {
                await #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try await fixture.open(list) }
            }
            try await fixture.open([old, new, new]).close()
        }
    }

    @Test("Maintenance counts and removes rows whose key is lost, which stop servers, and keeps all others")
    func lostKey() async throws {
        let (old, new) = (PostgresFixture.oldKey, PostgresFixture.newKey)
        let fixture = try await PostgresFixture()
        let first = try await fixture.open([new])
        try await first.tokens.save(fixture.accessToken("kept"))
        for name in ["open", "decided"] { try await first.tokens.save(fixture.requestToken(name)) }
        first.close()
        let second = try await fixture.open([old, new])
        try await second.clients.register(PostgresFixture.client)
        try await second.tokens.save(fixture.accessToken("lost"))
        try await second.tokens.save(fixture.requestToken("lost"))
        // The decision has the lost key, and its row the other one.
        #expect(try await second.tokens.denyRequestToken("decided", userID: "u"))
        second.close()
        await #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) { try await fixture.open([new]) }

        let database = try await fixture.open([new], purpose: .maintenance)
        let status = try await database.status()
        #expect(status.keys.map(\.position) == [1, nil] && status.keys.map(\.rows) == [3, 4])
        #expect(status.keys.map(\.clients) == [0, 1] && status.rowsWithMissingKeys == 4)
        #expect(try await database.removeExpired() == 0)
        #expect(try await database.raiseNonceFloor() == fixture.clock.now() + 61)
        // The key of the list, and texts that name none.
        for identifier in [status.keys[0].identifier, "", "+00000000000000a", "lost"] {
            await #expect(throws: OAuth1DatabaseError(.invalidKeys, "")) {
                try await database.removeRows(ofLostKey: identifier)
            }
        }
        #expect(try await database.removeRows(ofLostKey: status.keys[1].identifier) == 4)
        #expect(try await database.removeRows(ofLostKey: status.keys[1].identifier) == 0)
        database.close()

        let server = try await fixture.open([new])
        #expect(try await server.tokens.accessToken("kept") != nil)
        #expect(try await server.tokens.requestToken("open") != nil)
        #expect(try await server.tokens.requestToken("decided") == nil)
        #expect(try await server.clients.allClients().isEmpty)
    }

    @Test("Many rows of a lost key are removed by maintenance, which registers no client, and a replay stays rejected")
    func manyLostRows() async throws {
        let fixture = try await PostgresFixture()
        let first = try await fixture.open()
        let nonce = fixture.nonce("n")
        #expect(try await first.nonces.record(nonce, in: fixture.window) == .new)
        try await first.tokens.save(fixture.accessToken("kept"))
        try await fixture.execute(
            """
            INSERT INTO oauth1_access_token (id, key, owner, encrypted)
            SELECT decode(md5(n::text), 'hex'), 77, ''::bytea, ''::bytea FROM generate_series(1, 1100) AS n
            """
        )
        let lost = OAuth1DatabaseStatus.text(ofKey: 77)
        await #expect(throws: OAuth1DatabaseError(.unavailable, "")) { try await first.removeRows(ofLostKey: lost) }
        first.close()

        let database = try await fixture.open(purpose: .maintenance)
        #expect(try await database.removeRows(ofLostKey: lost) == 1_100)
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await database.clients.add(PostgresFixture.client)
        }
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await database.clients.register(PostgresFixture.client)
        }
        database.close()
        let server = try await fixture.open()
        #expect(try await server.tokens.accessToken("kept") != nil)
        #expect(try await server.nonces.record(nonce, in: fixture.window) == .used)
    }

    @Test("Rows of a key stay if a server writes others with it while they are removed")
    func keyInUse() async throws {
        let fixture = try await PostgresFixture()
        let server = try await fixture.open([PostgresFixture.oldKey])
        try await server.tokens.save(fixture.accessToken("before"))
        let database = try await fixture.open([PostgresFixture.newKey], purpose: .maintenance)
        let used = try #require(try await database.status().keys.last)
        #expect(used.position == nil && used.rows == 1)
        let start = try LostKeyRemoval(ofKey: used.identifier, database.cipher.keys, .maintenance)
        let counted = try await database.pool.run { connection in
            try OAuth1PostgresDatabase.step(start, connection)
        }
        #expect(!counted.isDone && counted.count == 0)
        try await server.tokens.save(fixture.accessToken("meanwhile"))
        let error = await #expect(throws: OAuth1DatabaseError.self) {
            try await database.pool.run { connection in try OAuth1PostgresDatabase.step(counted, connection) }
        }
        #expect(error?.code == .invalidKeys && error?.reason.contains("a server still writes") == true)
        for name in ["before", "meanwhile"] { #expect(try await server.tokens.accessToken(name) != nil) }
    }

    @Test("A server that may not create or update tables says so at its start")
    func migration() async throws {
        let fixture = try await PostgresFixture()
        for statement in ["", "DELETE FROM oauth1_schema WHERE version = 4"] {
            if !statement.isEmpty {
                try await fixture.open().close()
                try await fixture.execute(statement)
            }
            do {
                _ = try await fixture.open(migrates: false)
                Issue.record("a database without its tables was opened")
            } catch let error as OAuth1DatabaseError {
                #expect(error.code == .otherSchema && error.reason.contains("oauth1 provider migrate"))
            }
        }
    }

    @Test("Reading tables that were never used, or that have an older version, is an error that says what to do")
    func unreadableTables() async throws {
        let fixture = try await PostgresFixture()
        try await fixture.open().close()
        // As while a dump is restored.
        try await fixture.execute("DELETE FROM oauth1_state")
        let unused = await #expect(throws: OAuth1DatabaseError.self) { try await fixture.open(purpose: .reading) }
        #expect(unused?.code == .otherSchema && unused?.reason.contains("oauth1 provider migrate") == true)
        #expect(unused?.reason.contains("backup") == false)
        try await fixture.open(purpose: .maintenance).close()
        let reader = try await fixture.open(purpose: .reading)
        #expect(try await reader.status().schemaVersion == reader.schemaVersion)

        try await fixture.execute("DELETE FROM oauth1_schema WHERE version = 4")
        let older = await #expect(throws: OAuth1DatabaseError.self) { try await fixture.open(purpose: .reading) }
        #expect(older?.code == .otherSchema && older?.reason.contains("have version 3 and need 4") == true)
    }

    @Test("While calls of one kind come all the time, others have their turn on the only connection")
    func fairness() async throws {
        let fixture = try await PostgresFixture()
        let pool = try fixture.pool(size: 1)
        // One always waits before another is answered. They end only if nobody else does.
        let endless = Endless()
        let calls = Task { try await endless.run(pool) }
        await endless.hasStarted.wait()
        #expect(try await pool.run { connection in try connection.query("SELECT 1").first } == 1)
        #expect(endless.count < Endless.limit)
        endless.end()
        try await calls.value
    }

    @Test("A call that waits too long for a connection is rejected with status 503")
    func waiting() async throws {
        let fixture = try await PostgresFixture()
        let pool = try fixture.pool(size: 1, waitingTime: .zero)
        let (isHeld, release) = (Flag(), DispatchSemaphore(value: 0))
        pool.add { _ in
            isHeld.set()
            release.wait()
        }
        await isHeld.wait()
        pool.add { _ in }
        let waiting = Task { try await pool.run { connection in try connection.query("SELECT 1").first } }
        let end = ContinuousClock.now + .seconds(120)
        while pool.waitingCount < 2, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        release.signal()
        do {
            _ = try await waiting.value
            Issue.record("a call that had waited too long was executed")
        } catch let error as OAuth1ServerError {
            #expect(error.code == .storeUnavailable && error.reason.contains("maximumConnections"))
        }
    }

    @Test("If old nonces can't be removed, servers wait longer each time, and the state has the reason")
    func removalFailure() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        #expect(try await database.nonces.record(fixture.nonce("n"), in: fixture.window) == .new)
        fixture.clock.advance(by: 1_000)
        let partitions = NoncePartitions()
        func remove() async throws -> Int? {
            let now = fixture.clock.now()
            return try await database.pool.run { partitions.removeInBackground(at: now, past: 300, $0) }
        }
        /// Until it was not another process that changed the parts.
        func fail(_ count: Int) async throws -> OAuth1DatabaseStatus.RemovalFailure? {
            for _ in 0..<1_000 {
                #expect(try await remove() == nil)
                let failure = try await database.status().removalFailure
                if failure?.count == count { return failure }
            }
            return nil
        }
        // A transaction that reads the table and does not end.
        let reader = try fixture.pool(size: 1)
        let (isReading, release) = (Flag(), DispatchSemaphore(value: 0))
        let reading = Task {
            try await reader.run { connection in
                try connection.transaction {
                    try connection.execute("SELECT count(*) FROM oauth1_nonce")
                    isReading.set()
                    release.wait()
                }
            }
        }
        await isReading.wait()
        let start = fixture.clock.now()
        let first = try #require(try await fail(1))
        #expect(first.time == start && first.reason.contains("pg_stat_activity"))
        for (time, count) in [(119, 1), (120, 2), (359, 2), (360, 3)] as [(Int64, Int)] {
            fixture.clock.advance(by: start + time - fixture.clock.now())
            #expect(try await fail(count) != nil)
            #expect(try await remove() == nil)
            #expect(try await database.status().removalFailure?.count == count)
        }
        release.signal()
        try await reading.value
        // The reason is gone, and the wait is not over.
        #expect(try await remove() == nil)
        fixture.clock.advance(by: 3_600)
        var removed: Int?
        for _ in 0..<1_000 where removed == nil { removed = try await remove() }
        #expect(removed == 1)
        #expect(try await database.status().removalFailure == nil)
    }
}
#endif
