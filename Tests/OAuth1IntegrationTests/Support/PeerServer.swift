//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// A server of `Tests/Peers` that runs beside the tests.
enum PeerServer {
    /// What a server says once it listens.
    private struct Ready: Decodable {
        let port: Int
    }

    /// Runs a server for the time of a call, which gets its base URL.
    static func withRunning<Result>(
        _ script: String,
        environment: [String: String],
        _ use: (String) async throws -> Result
    ) async throws -> Result {
        let interpreter = try #require(
            PeerPython.interpreter,
            "set OAUTH1_PEER_PYTHON, or use scripts/test, which makes the environment"
        )
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [PeerPython.peers.appendingPathComponent(script).path]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        // It runs until its input ends: so it ends with the tests, however they end.
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            try? input.fileHandleForWriting.close()
            process.terminate()
            process.waitUntilExit()
        }
        let line = await firstLine(output.fileHandleForReading)
        try #require(!line.isEmpty, "\(script) did not start; see above")
        let port = try JSONDecoder().decode(Ready.self, from: line).port
        return try await use("http://127.0.0.1:\(port)")
    }

    /// What comes first, which is a line short enough to come at once; nothing if the server ended.
    private static func firstLine(_ handle: FileHandle) async -> Data {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: handle.availableData) }
        }
    }
}
