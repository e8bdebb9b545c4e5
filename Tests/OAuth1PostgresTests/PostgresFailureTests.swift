//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1Postgres

@Suite("Stores in PostgreSQL: failures", .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing))
struct PostgresFailureTests {
    private func reason<Value: Sendable>(_ call: () async throws -> Value) async -> String? {
        do {
            _ = try await call()
            return nil
        } catch let error as OAuth1ServerError where error.code == .storeUnavailable {
            return error.reason
        } catch let error as OAuth1DatabaseError {
            return error.description
        } catch {
            return "unexpected: \(error)"
        }
    }

    @Test("After the server ended all connections, the first requests are served, and nonces are still known")
    func reconnection() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let nonce = fixture.nonce("n")
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .new)
        for _ in 0..<3 {
            try await fixture.endConnections()
            #expect(try await database.nonces.record(nonce, in: fixture.window) == .used)
        }
        #expect(!database.wasRestored)
    }

    @Test("A server that does not answer in time is answered with status 503, without the reason, and serves again")
    func timeout() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open(statementTimeout: 90)
        try await database.clients.register(PostgresFixture.client)
        let server = OAuth1AuthorizationServer(
            stores: database.stores,
            configuration: OAuth1ServerConfiguration(serviceName: "S", trustsHostField: true, clock: fixture.clock)
        ) { _ in .user(id: "u") }
        let protector = server.protector(allowsRequestsWithoutToken: true)
        let signer = OAuth1Signer(
            client: PostgresFixture.client.credentials,
            configuration: OAuth1SigningConfiguration(clock: fixture.clock)
        )
        let requests = try (0..<3)
            .map { _ in
                try signer.sign(HTTPRequest(method: .get, absoluteURL: "https://api.example/me"), body: nil).request
            }
        _ = try await protector.authenticate(requests[0])
        try await fixture.execute("ALTER TABLE oauth1_client RENAME TO away")
        for request in requests {
            do {
                _ = try await protector.authenticate(request)
                Issue.record("a request was accepted without its client")
            } catch {
                let response = protector.response(for: error)
                #expect(response.response.status == .serviceUnavailable)
                #expect(response.response.headerFields[.retryAfter] != nil)
                #expect(!response.text.contains("table"))
            }
        }
        try await fixture.execute("ALTER TABLE away RENAME TO oauth1_client")
        await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
            try await protector.authenticate(requests[0])
        }
        _ = try await protector.authenticate(requests[1])
        // And a statement that takes too long: the limit is that of the database, or a shorter one for this test.
        let limit = try await database.pool.run { connection in
            try connection.query("SELECT current_setting('statement_timeout')").text(0, 0)
        }
        #expect(limit == "90s")
        let slow = await reason {
            try await database.pool.run { connection in
                try connection.execute("BEGIN; SET LOCAL statement_timeout = 300")
                defer { try? connection.execute("ROLLBACK") }
                try connection.execute("SELECT pg_sleep(60)")
            }
        }
        #expect(slow?.contains("statement timeout") == true)
        _ = try await protector.authenticate(requests[2])
    }

    @Test("Errors name the database and what to do, and never the password")
    func errors() async throws {
        let keys = try OAuth1DatabaseKeys([PostgresFixture.oldKey])
        let connections = [
            ("host=127.0.0.1 port=1 password=hunter22 dbname=photos", ["127.0.0.1", "photos", "port 1"]),
            ("host=/nowhere password=hunter22", ["/nowhere"]),
            ("passwrd=hunter22 host", ["connection string"]),
            ("postgresql://me:hunter22@%zz/", ["connection string"]),
            ("postgresql://me:secret@hunter22@localhost/photos", ["%40"]),
            ("postgresql://oauth1:hunter22/word@db.example/photos", ["%2F"]),
            ("postgresql://oauth1:hunter22/@db.example/photos", ["%2F"]),
            ("postgresql://oauth1:22/hunter22@db.example/photos", ["%2F"]),
        ]
        for (connection, texts) in connections {
            let reason = await reason {
                try await OAuth1PostgresDatabase(connection: OAuth1Secret(connection), keys: keys, connectTimeout: 2)
            }
            for text in texts { #expect(reason?.contains(text) == true, "\(reason ?? "")") }
            #expect(reason?.contains("hunter22") == false)
        }
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        database.close()
        #expect(await reason { try await database.check() }?.contains("closed") == true)
    }

    @Test(
        "An error of the server says what to do",
        arguments: [
            ("53100", "its disk is full"), ("53300", "maximumConnections"), ("42501", "privileges"),
            ("25006", "target_session_attrs"), ("XX001", "restore a backup"), ("99999", "SQLSTATE 99999"),
        ]
    )
    func states(state: String, text: String) async throws {
        let database = try await PostgresFixture().open()
        let reason = await reason {
            try await database.pool.run { connection in
                try connection.execute("DO $$ BEGIN RAISE SQLSTATE '\(state)' USING MESSAGE = 'hunter22'; END $$")
            }
        }
        #expect(reason?.contains(text) == true && reason?.contains("hunter22") == false, "\(reason ?? "")")
        try await database.check()
    }

    @Test("A commit waits for the disk, whatever the role's settings are")
    func durability() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open(
            options: "-c synchronous_commit=off -c default_transaction_isolation=serializable"
        )
        for (name, value) in [("synchronous_commit", "on"), ("default_transaction_isolation", "read committed")] {
            let found = try await database.pool.run { connection in
                try connection.query("SELECT current_setting($1::text)", [.text(name)]).text(0, 0)
            }
            #expect(found == value)
        }
    }

    @Test("A server with fsync = off is rejected, as a crash loses what it confirmed")
    func unsafeServer() async throws {
        let connection = OAuth1Secret("host=\(try PostgresServer.create()) user=postgres dbname=postgres")
        let administrator = PostgresPool(
            try PostgresOptions(connection: connection, connectTimeout: 120, statementTimeout: 120),
            size: 1
        )
        try await administrator.run { connection in try connection.execute("ALTER SYSTEM SET fsync = off") }
        try await administrator.run { connection in
            try connection.execute("SELECT pg_reload_conf()")
            for _ in 0..<2_400 {
                let setting = try connection.query("SELECT current_setting('fsync')").text(0, 0)
                if setting == "off" { break }
                try connection.execute("SELECT pg_sleep(0.05)")
            }
        }
        let keys = try OAuth1DatabaseKeys([PostgresFixture.oldKey])
        await #expect(throws: OAuth1DatabaseError(.unsafe, "")) {
            try await OAuth1PostgresDatabase(connection: connection, keys: keys)
        }
    }

    @Test("A database that was restored, or that a standby took over, rejects what may have been accepted before")
    func restored() async throws {
        let fixture = try await PostgresFixture()
        var database = try await fixture.open()
        let nonce = fixture.nonce("n", ahead: 60)
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .new)
        let changes = ["UPDATE oauth1_state SET origin = '1.00000001.2.3'", "DELETE FROM oauth1_nonce"]
        // While the process runs: the next connection notices it.
        for sql in changes { try await fixture.execute(sql) }
        try await fixture.endConnections()
        let floor = fixture.clock.now() + 61
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .tooOld(floor: floor))
        #expect(try await database.nonces.floor(in: fixture.window) == floor)
        // And between two runs.
        database.close()
        fixture.clock.advance(by: 100)
        for sql in changes { try await fixture.execute(sql) }
        database = try await fixture.open()
        #expect(database.wasRestored)
        #expect(try await database.nonces.record(fixture.nonce("m"), in: fixture.window) == .tooOld(floor: floor + 100))
        fixture.clock.advance(by: 62)
        #expect(try await database.nonces.record(fixture.nonce("m"), in: fixture.window) == .new)
        // A snapshot can't be noticed: the operator says so.
        try await database.raiseNonceFloor()
        #expect(try await database.nonces.record(fixture.nonce("k"), in: fixture.window) == .tooOld(floor: floor + 162))
    }

    @Test("Tables that were replaced under open connections, as by pg_restore --clean, raise the floor")
    func restoredUnderConnections() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let nonce = fixture.nonce("n", ahead: 60)
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .new)
        try await fixture.execute(
            """
            ALTER TABLE oauth1_state RENAME TO dump;
            CREATE TABLE oauth1_state (LIKE dump INCLUDING ALL);
            INSERT INTO oauth1_state SELECT * FROM dump;
            DROP TABLE dump;
            DELETE FROM oauth1_nonce
            """
        )
        let floor = fixture.clock.now() + 61
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .tooOld(floor: floor))
        fixture.clock.advance(by: 62)
        #expect(try await database.nonces.record(fixture.nonce("m"), in: fixture.window) == .new)
    }

    @Test("A process that only removes what has expired keeps the nonces of the longest window, and raises no floor")
    func removalByAnotherProcess() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let nonce = fixture.nonce("n")
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .new)
        fixture.clock.advance(by: 200)
        let other = try await fixture.open()
        try await other.removeExpired()
        #expect(try await database.nonces.record(nonce, in: fixture.window) == .used)
        #expect(try await database.nonces.floor(in: fixture.window) < nonce.timestamp)
    }

    @Test("Tables of a newer version are not used, and the error says that nothing is damaged")
    func newerSchema() async throws {
        let fixture = try await PostgresFixture()
        try await fixture.open().close()
        try await fixture.execute("INSERT INTO oauth1_schema (version) VALUES (99)")
        await #expect(throws: OAuth1DatabaseError(.otherSchema, "")) { try await fixture.open() }
    }

    @Test("The floor is after the timestamps of the provider with the longest future window on the same database")
    func longestFuture() async throws {
        let fixture = try await PostgresFixture()
        let database = try await fixture.open()
        let long = OAuth1TimestampWindow(now: fixture.clock.now(), future: 600)
        let nonce = fixture.nonce("n", ahead: 600)
        #expect(try await database.nonces.record(nonce, in: long) == .new)
        try await database.raiseNonceFloor()
        #expect(try await database.nonces.floor(in: fixture.window) == fixture.clock.now() + 601)
    }
}
#endif
