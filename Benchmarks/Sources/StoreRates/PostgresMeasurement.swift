//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import OAuth1Postgres
import OAuth1Server

/// Nonces a second with PostgreSQL, beside pgbench with one insert of a nonce in each transaction, on the same server.
enum PostgresMeasurement {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Tests/Servers/postgresql")
        .standardized

    static func run() async throws {
        guard let folder = try? output(script.path, ["create", "--owner", "\(getpid())"]) else {
            print("PostgreSQL: skipped, the server is not installed")
            return
        }
        let connection = "host=\(folder) user=postgres dbname=postgres"
        let database = try await OAuth1PostgresDatabase(
            connection: OAuth1Secret(connection),
            keys: OAuth1DatabaseKeys([OAuth1Secret(String(repeating: "k", count: 64))]),
            history: .empty
        )
        let nonces = try await Rate.measure { number in
            let now = OAuth1SystemClock().now()
            let nonce = OAuth1UsedNonce(nonce: "n\(number)", timestamp: now, clientKey: "key", token: "token")
            guard try await database.nonces.record(nonce, in: OAuth1TimestampWindow(now: now)) == .new else {
                throw OAuth1ServerError(.nonceUsed, "")
            }
        }
        print("nonces in PostgreSQL: \(nonces.rate) a second")
        let single = try pgbench(connection, folder)
        print("pgbench, one insert of a nonce in each transaction, 64 clients: \(Int(single)) a second")
        print("ratio to pgbench: \(String(format: "%.2f", Double(nonces.rate) / single))")
        database.close()
        _ = try output(script.path, ["remove", folder])
    }

    /// What pgbench reaches with a prepared insert.
    private static func pgbench(_ connection: String, _ folder: String) throws -> Double {
        let programs = try output(script.path, ["programs"])
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-pgbench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("INSERT INTO n VALUES (1700000000, gen_random_uuid()) ON CONFLICT DO NOTHING;\n".utf8).write(to: file)
        _ = try output(
            programs + "/psql",
            ["-q", "-d", connection, "-c", "CREATE TABLE n (t int8 NOT NULL, f uuid NOT NULL, PRIMARY KEY (t, f))"]
        )
        let text = try output(
            programs + "/pgbench",
            ["-n", "-M", "prepared", "-c", "64", "-j", "2", "-T", "3", "-f", file.path, connection]
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
