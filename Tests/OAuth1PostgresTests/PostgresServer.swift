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
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Whether the server can be started.
    ///
    /// On CI a server that is missing is a failure.
    static let isExpected = ProcessInfo.processInfo.environment["CI"] == "true" || (try? run("check")) != nil

    static let isMissing: Comment = "PostgreSQL's server is not installed: scripts/test installs it"

    /// The folder with the server's socket.
    static let folder = Result { try create() }

    /// Starts another server, which ends after this process, and returns the folder with its socket.
    static func create() throws -> String {
        try run("create", "--owner", "\(ProcessInfo.processInfo.processIdentifier)")
    }

    /// Runs the script that starts and stops servers, and returns what it prints.
    private static func run(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Servers/postgresql").standardized
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "Tests/Servers/postgresql \(arguments.joined(separator: " ")) failed")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A schema of the server, for one test.
final class PostgresFixture: StoreFixtures {
    let clock = MovableClock()
    let schema = "test_\(UInt64.random(in: 0...UInt64.max))"
    private let server: String
    private let administrator: PostgresPool

    init() async throws {
        server = "host=\(try PostgresServer.folder.get()) user=postgres dbname=postgres"
        administrator = PostgresPool(try Self.options(server), size: 1)
        try await execute("CREATE SCHEMA \(schema)")
    }

    private static func options(_ connection: String) throws -> PostgresOptions {
        try PostgresOptions(connection: OAuth1Secret(connection), connectTimeout: 120, statementTimeout: 120)
    }

    /// Opens the database, by default as one that has accepted nothing.
    func open(
        _ keys: [OAuth1Secret] = [PostgresFixture.oldKey],
        history: OAuth1NonceHistory = .empty,
        statementTimeout: Double = 120,
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
