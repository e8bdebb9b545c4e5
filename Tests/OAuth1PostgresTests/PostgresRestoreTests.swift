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

@Suite("Stores in PostgreSQL: restore and failover", .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing))
struct PostgresRestoreTests {
    /// A dump of a test's schema.
    private struct Dump {
        let fixture: PostgresFixture
        private let file: String
        private let programs: String

        init(_ fixture: PostgresFixture) throws {
            self.fixture = fixture
            programs = try PostgresServer.script.run("programs")
            file = FileManager.default.temporaryDirectory.appendingPathComponent("\(fixture.schema).dump").path
            try run("pg_dump", ["--format", "custom", "--schema", fixture.schema, "--file", file])
        }

        /// Replaces the tables by those of the dump, while connections are open.
        func restore() async throws {
            let table = try await fixture.number("SELECT 'oauth1_state'::regclass::oid::int8")
            // It fails to remove the keys of parts before the parts, and continues.
            try? run("pg_restore", ["--clean", "--if-exists", file])
            #expect(try await fixture.number("SELECT 'oauth1_state'::regclass::oid::int8") != table)
        }

        func remove() { try? FileManager.default.removeItem(atPath: file) }

        private func run(_ program: String, _ arguments: [String]) throws {
            let server = ["--host", try PostgresServer.folder.get(), "--username", "postgres", "--dbname", "postgres"]
            try ServerScript.run("\(programs)/\(program)", server + arguments)
        }
    }

    /// The processes of the server that serve a test's database.
    private func processes(_ fixture: PostgresFixture) async throws -> Set<String> {
        Set(
            try await fixture.texts(
                "SELECT pid::text FROM pg_stat_activity WHERE application_name = '\(fixture.schema)'"
            )
        )
    }

    @Test("After pg_restore --clean under open connections, what was accepted before is rejected")
    func restore() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let window = fixture.window
        let first = fixture.nonce("first", ahead: 60)
        #expect(try await database.nonces.record(first, in: window) == .new)
        let dump = try Dump(fixture)
        defer { dump.remove() }
        let accepted = (0..<20).map { fixture.nonce("after the dump", ahead: Int64($0) * 3) }
        for nonce in accepted { #expect(try await database.nonces.record(nonce, in: window) == .new) }
        let connections = try await processes(fixture)

        try await dump.restore()
        #expect(try await fixture.number("SELECT count(*) FROM oauth1_nonce") == 1)
        let floor = window.latest + 1
        for nonce in [first] + accepted {
            #expect(try await database.nonces.record(nonce, in: window) == .tooOld(floor: floor))
        }
        // On the connections that were open: only the tables show the restore.
        #expect(try await !connections.isDisjoint(with: processes(fixture)))
        fixture.clock.advance(by: 62)
        let next = fixture.nonce("next")
        #expect(try await database.nonces.record(next, in: fixture.window) == .new)
        #expect(try await database.nonces.record(next, in: fixture.window) == .used)
    }

    @Test("A restored database that is opened for reading keeps its floor, and the next start raises it")
    func reading() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        try await database.clients.register(PostgresFixture.client)
        database.close()
        // As tables from another database have.
        try await fixture.execute("UPDATE oauth1_state SET origin = 'other'")
        let reader = try await fixture.open(purpose: .reading)
        let status = try await reader.status()
        #expect(!reader.wasRestored && status.nonceFloor == 0 && status.clients == 1)
        #expect(try await reader.clients.allClients().count == 1)
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await reader.check() }
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await reader.nonces.record(fixture.nonce("n"), in: fixture.window)
        }
        reader.close()
        #expect(try await fixture.texts("SELECT origin FROM oauth1_state") == ["other"])

        let restored = try await fixture.open()
        #expect(restored.wasRestored)
        #expect(try await restored.nonces.floor(in: fixture.window) == fixture.clock.now() + 61)
    }

    @Test("Maintenance of a restored database raises the floor, and the next start of a server raises it again")
    func maintenance() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        #expect(try await database.nonces.record(fixture.nonce("n"), in: fixture.window) == .new)
        database.close()
        let inPlace = try await fixture.open(purpose: .maintenance)
        #expect(!inPlace.wasRestored)
        #expect(try await inPlace.nonces.floor(in: fixture.window) == 0)
        inPlace.close()
        let next = try await fixture.open()
        #expect(!next.wasRestored)
        #expect(try await next.nonces.floor(in: fixture.window) == 0)
        next.close()
        // As tables from another database have.
        try await fixture.execute("UPDATE oauth1_state SET origin = 'other'")
        let maintenance = try await fixture.open(purpose: .maintenance)
        #expect(maintenance.wasRestored)
        let floor = fixture.clock.now() + 61
        #expect(try await maintenance.nonces.floor(in: fixture.window) == floor)
        // Neither another connection nor a nonce claims it.
        try await fixture.endConnections()
        #expect(try await maintenance.removeExpired() == 0)
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await maintenance.nonces.record(fixture.nonce("n", ahead: 60), in: fixture.window)
        }
        maintenance.close()
        #expect(try await fixture.texts("SELECT origin FROM oauth1_state") == ["other"])

        fixture.clock.advance(by: 10)
        let server = try await fixture.open()
        #expect(server.wasRestored)
        #expect(try await server.nonces.floor(in: fixture.window) == floor + 10)
    }

    @Test("While pg_restore --clean replaces the tables under load, nothing that was accepted before is accepted")
    func restoreUnderLoad() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let window = fixture.window
        let dump = try Dump(fixture)
        defer { dump.remove() }
        let accepted = (0..<20).map { fixture.nonce("after the dump", ahead: Int64($0) * 3) }
        for nonce in accepted { #expect(try await database.nonces.record(nonce, in: window) == .new) }
        let load = Task {
            var count = 0
            while !Task.isCancelled {
                for nonce in accepted where (try? await database.nonces.record(nonce, in: window)) == .new {
                    count += 1
                }
            }
            return count
        }
        try await dump.restore()
        load.cancel()
        #expect(await load.value == 0)
        for nonce in accepted {
            #expect(try await database.nonces.record(nonce, in: window) == .tooOld(floor: window.latest + 1))
        }
    }

    @Test("Without the unique index, which a restore creates last, no nonce is accepted")
    func missingIndex() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let nonce = fixture.nonce("n")
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .new)
        try await fixture.execute("ALTER TABLE oauth1_nonce DROP CONSTRAINT oauth1_nonce_pkey")
        do {
            let outcome = try await database.nonces.record(nonce, in: fixture.window)
            Issue.record("expected an error, got \(outcome)")
        } catch let error as OAuth1ServerError {
            #expect(error.code == .storeUnavailable && error.reason.contains("unique index"), "\(error.reason)")
        }
        try await fixture.execute("ALTER TABLE oauth1_nonce ADD PRIMARY KEY (stamp, fingerprint)")
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .used)
    }

    @Test("After a standby that had not received the last commits took over, what was accepted before is rejected")
    func failover() async throws {
        let script = PostgresServer.script
        let primary = try script.create()
        let prepared = try await PostgresFixture([primary])
        try await prepared.open().close()
        let standby = try script.run("copy", primary, "--owner", "\(ProcessInfo.processInfo.processIdentifier)")
        defer { for folder in [primary, standby] { _ = try? script.run("remove", folder) } }
        let fixture = try await PostgresFixture([primary, standby], schema: prepared.schema)
        let database = try await fixture.open()
        let nonces = [0, 30, 60].map { fixture.nonce("n", ahead: $0) }
        for nonce in nonces { #expect(try await database.nonces.record(nonce, in: fixture.window) == .new) }

        let reader = try await OAuth1PostgresDatabase(
            connection: OAuth1Secret(
                "host=\(standby) user=postgres dbname=postgres options='-c search_path=\(fixture.schema)'"
            ),
            keys: OAuth1DatabaseKeys([PostgresFixture.oldKey]),
            purpose: .reading,
            connectTimeout: 120,
            statementTimeout: 120
        )
        #expect(try await reader.status().isStandby)
        reader.close()
        #expect(try await !database.status().isStandby)

        try script.run("stop", primary, "immediate")
        try script.run("promote", standby)
        let floor = fixture.window.latest + 1
        for nonce in nonces {
            let outcome = try await answer { try await database.nonces.record(nonce, in: fixture.window) }
            #expect(outcome == .tooOld(floor: floor))
        }
        fixture.clock.advance(by: 62)
        let next = fixture.nonce("next")
        #expect(try await database.nonces.record(next, in: fixture.window) == .new)
        #expect(try await database.nonces.record(next, in: fixture.window) == .used)
    }

    /// The result of a call, which fails until the new primary server is found.
    private func answer<Value>(_ call: () async throws -> Value) async throws -> Value {
        let end = ContinuousClock.now + .seconds(120)
        while true {
            do { return try await call() } catch let error as OAuth1ServerError
                where error.code == .storeUnavailable && ContinuousClock.now < end
            {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
#endif
