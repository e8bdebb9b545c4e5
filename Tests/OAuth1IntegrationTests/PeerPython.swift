//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The Python environment with the peers, which `scripts/test` makes.
enum PeerPython {
    private static let variable = "OAUTH1_PEER_PYTHON"

    /// The interpreter, if there is one.
    static var interpreter: String? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether tests with peers are to run: where there is a Python, and on CI, where its absence is a failure.
    static var isExpected: Bool {
        interpreter != nil || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// Hands values to a script of `Tests/Peers`, one JSON object a line, and reads as many back.
    static func run<Input: Encodable, Output: Decodable>(
        _ script: String,
        _ inputs: [Input],
        as: Output.Type = Output.self
    ) async throws -> [Output] {
        let interpreter = try #require(interpreter, "set \(variable), or use scripts/test, which makes the environment")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-peer-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let lines = try inputs.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        let input = folder.appendingPathComponent("input")
        let output = folder.appendingPathComponent("output")
        try Data(lines.joined().utf8).write(to: input)
        try await run(interpreter, [peers.appendingPathComponent(script).path, input.path, output.path])

        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let results = try Data(contentsOf: output).split(separator: UInt8(ascii: "\n"))
            .map { try decoder.decode(Output.self, from: Data($0)) }
        try #require(results.count == inputs.count)
        return results
    }

    /// Runs a script of `Tests/Peers` with arguments, and returns what it printed.
    static func output(
        of script: String,
        _ arguments: [String],
        environment: [String: String]
    ) async throws -> (status: Int32, text: String) {
        let interpreter = try #require(interpreter, "set \(variable), or use scripts/test, which makes the environment")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [peers.appendingPathComponent(script).path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let output = Pipe()
        process.standardOutput = output
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        // A few lines, far below what a pipe holds.
        return (status, String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
    }

    /// The folder of the scripts.
    static var peers: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Peers")
    }

    /// The text of a key of the core's tests.
    static func key(_ name: String) throws -> String {
        let keys = peers.deletingLastPathComponent().appendingPathComponent("OAuth1Tests/Vectors/Keys")
        return String(decoding: try Data(contentsOf: keys.appendingPathComponent(name)), as: UTF8.self)
    }

    /// Runs a program to its end; what it writes to its standard error goes to ours.
    private static func run(_ program: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                // The handler is not called for a process that did not start.
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        try #require(status == 0, "\(program) failed; see above")
    }
}
