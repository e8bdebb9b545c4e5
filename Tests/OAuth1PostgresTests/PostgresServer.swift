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

/// A PostgreSQL server for all tests of this process, which ends after it.
enum PostgresServer {
    static let script = ServerScript("postgresql")

    /// Whether the server can be started.
    static let isExpected = script.isExpected

    static let isMissing: Comment = "PostgreSQL's server is not installed: scripts/test installs it"

    /// The folder with the server's socket.
    static let folder = Result { try create() }

    /// Starts another server, which ends after this process, and returns the folder with its socket.
    static func create() throws -> String { try script.create() }
}

/// A schema of the server, for one test.
final class PostgresFixture: StoreFixtures {
    let clock = MovableClock()
    let schema: String
    private let server: String
    private let administrator: PostgresPool

    /// Creates a schema.
    ///
    /// - Parameters:
    ///   - folders: The folders of servers, of which the primary is used; by default that of all tests.
    ///   - schema: The name of a schema that may be there already.
    /// - Throws: The error of starting the server, or of creating the schema.
    init(
        _ folders: [String] = [],
        schema: String = "test_\(UInt64.random(in: 0...UInt64.max))"
    ) async throws {
        self.schema = schema
        let hosts = folders.isEmpty ? [try PostgresServer.folder.get()] : folders
        server =
            "host=\(hosts.joined(separator: ",")) user=postgres dbname=postgres target_session_attrs=read-write"
        administrator = PostgresPool(try Self.options(server), size: 1)
        try await execute("CREATE SCHEMA IF NOT EXISTS \(schema)")
    }

    private static func options(_ connection: String, statementTimeout: Double = 120) throws -> PostgresOptions {
        try PostgresOptions(
            connection: OAuth1Secret(connection),
            connectTimeout: 120,
            statementTimeout: statementTimeout
        )
    }

    /// Connections to the schema without the stores, on which statements may take long.
    func pool(
        size: Int,
        waitingTime: Duration? = nil,
        maximumWaiting: Int = 20_000
    ) throws -> PostgresPool {
        let options = try Self.options(
            server + " options='-c search_path=\(schema)'",
            statementTimeout: 3_600
        )
        return PostgresPool(options, size: size, waitingTime: waitingTime, maximumWaiting: maximumWaiting)
    }

    /// Opens the database, by default as one that has accepted nothing.
    func open(
        _ keys: [OAuth1Secret] = [PostgresFixture.oldKey],
        history: OAuth1NonceHistory = .empty,
        statementTimeout: Double = 120,
        migrates: Bool = true,
        purpose: OAuth1DatabasePurpose = .serving,
        options: String = ""
    ) async throws -> OAuth1PostgresDatabase {
        try await OAuth1PostgresDatabase(
            connection: OAuth1Secret(
                server + " application_name=\(schema) options='-c search_path=\(schema) \(options)'"
            ),
            keys: OAuth1DatabaseKeys(keys),
            maximumConnections: 4,
            maximumRequestTokensPerClient: 40,
            history: history,
            migrates: migrates,
            purpose: purpose,
            connectTimeout: 120,
            statementTimeout: statementTimeout,
            clock: clock
        )
    }

    /// Executes statements in the schema, beside the database's connections.
    func execute(_ sql: String) async throws {
        let path = "SET search_path = \(schema);"
        try await administrator.run { connection in try connection.execute(path + sql) }
    }

    /// The first number of a query in the schema.
    func number(_ sql: String) async throws -> Int64? {
        try await execute("")
        return try await administrator.run { connection in try connection.query(sql).first }
    }

    /// All values of a query in the schema, as text.
    func texts(_ sql: String) async throws -> [String] {
        try await execute("")
        return try await administrator.run { connection in
            let rows = try connection.query(sql)
            return (0..<rows.count).compactMap { rows.text($0, 0) }
        }
    }

    /// Ends all connections of the database, as a server that restarts does.
    func endConnections() async throws {
        try await execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = '\(schema)'"
        )
    }
}
#endif
