//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import OAuth1Postgres
import OAuth1Server

/// A PostgreSQL server in a temporary folder, which ends with this process.
struct PostgresServer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Tests/Servers/postgresql")
        .standardized.path

    let connection: String
    private let folder: String
    private let programs: String

    init() throws {
        folder = try Self.output(Self.script, ["create", "--owner", "\(getpid())"])
        programs = try Self.output(Self.script, ["programs"])
        connection = "host=\(folder) user=postgres dbname=postgres"
    }

    func remove() { _ = try? Self.output(Self.script, ["remove", folder]) }

    /// The stores, with one client and tokens.
    func open(_ tokens: [OAuth1IssuedAccessToken]) async throws -> OAuth1PostgresDatabase {
        let database = try await OAuth1PostgresDatabase(
            connection: OAuth1Secret(connection),
            keys: OAuth1DatabaseKeys(DatabaseMeasurement.keys),
            history: .empty
        )
        try await database.clients.register(OAuth1RegisteredClient(credentials: SignedLoad.client))
        for token in tokens { try await database.tokens.save(token) }
        return database
    }

    func execute(_ sql: String) throws {
        _ = try Self.output(programs + "/psql", ["-q", "-v", "ON_ERROR_STOP=1", "-d", connection, "-c", sql])
    }

    /// The only value that a query returns.
    func value(_ sql: String) throws -> String {
        try Self.output(programs + "/psql", ["-q", "-A", "-t", "-d", connection, "-c", sql])
    }

    /// Transactions a second of pgbench with a prepared insert of one nonce into a table `n (t, f)`.
    ///
    /// Their number is given and not a time: the signal that ends pgbench is blocked in the threads that start it here.
    func pgbench(clients: Int, transactions: Int) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-pgbench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("INSERT INTO n VALUES (1700000000, gen_random_uuid()) ON CONFLICT DO NOTHING;\n".utf8).write(to: file)
        let text = try Self.output(
            programs + "/pgbench",
            [
                "-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-t", "\(transactions)", "-f", file.path,
                connection,
            ]
        )
        for line in text.split(separator: "\n") where line.hasPrefix("tps = ") {
            if let rate = Double(line.dropFirst(6).prefix { $0 != " " }) { return rate }
        }
        throw Failure(description: "pgbench printed no rate")
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(program) failed") }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
