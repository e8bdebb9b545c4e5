//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1GRDB

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite("Stores in SQLite: crashes")
struct DatabaseCrashTests {
    private struct NotBuilt: Error {}

    @Test("After a process is killed under load, each accepted nonce is rejected and each token is there")
    func killed() async throws {
        let folder = try DatabaseFolder()
        let rounds = Int(ProcessInfo.processInfo.environment["OAUTH1_CRASH_ROUNDS"] ?? "") ?? 3
        for round in 0..<rounds {
            let lines = try await Self.linesUntilKilled(path: folder.path, atLeast: 300 + 97 * round)
            let database = try OAuth1GRDBDatabase(
                path: folder.path,
                keys: OAuth1DatabaseKeys([DatabaseFolder.oldKey])
            )
            #expect(!database.wasRestored)
            var counts: [Substring: Int] = [:]
            for line in lines {
                let parts = line.split(separator: " ")
                guard parts.count == 3, let timestamp = Int64(parts[2]) else { continue }
                counts[parts[0], default: 0] += 1
                switch parts[0] {
                case "nonce":
                    let nonce = OAuth1UsedNonce(
                        nonce: String(parts[1]),
                        timestamp: timestamp,
                        clientKey: "key",
                        token: nil
                    )
                    let window = OAuth1TimestampWindow(now: OAuth1SystemClock().now())
                    #expect(try await database.nonces.record(nonce, in: window) == .used)
                case "access":
                    let token = try await database.tokens.accessToken(String(parts[1]))
                    #expect(token?.token == String(parts[1]))
                    #expect(try await database.tokens.requestToken("request-" + parts[1]) == nil)
                default: Issue.record("\(line)")
                }
            }
            #expect(counts["nonce", default: 0] > 50)
            #expect(counts["access", default: 0] > 20)
            try database.close()
        }
    }

    /// Starts the program that uses the database, kills it in the middle, and returns what was promised to its clients.
    private static func linesUntilKilled(path: String, atLeast count: Int) async throws -> [Substring] {
        let program = try program()
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let process = Process()
                        process.executableURL = program
                        process.arguments = [path]
                        process.environment = ["OAUTH1_LOAD_KEY": DatabaseFolder.oldKey.reveal()]
                        let output = Pipe()
                        process.standardOutput = output
                        try process.run()
                        defer { process.waitUntilExit() }
                        var data = Data()
                        var isKilled = false
                        while let part = try output.fileHandleForReading.read(upToCount: 4_096), !part.isEmpty {
                            data.append(part)
                            if !isKilled, data.count(where: { $0 == UInt8(ascii: "\n") }) >= count {
                                kill(process.processIdentifier, SIGKILL)
                                isKilled = true
                            }
                        }
                        // A line without an end was not answered in full.
                        return String(decoding: data, as: UTF8.self)
                            .split(separator: "\n", omittingEmptySubsequences: false)
                            .dropLast()
                    }
                )
            }
        }
    }

    /// The program is beside the tests in the build folder.
    private static func program() throws -> URL {
        let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        var folder = tests.resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("OAuth1GRDBLoad")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        throw NotBuilt()
    }
}
#endif
