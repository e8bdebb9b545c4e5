//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

/// `oauth1 serve` as a process, on a free port, with JSON lines.
final class ServeProcess {
    struct NotReady: Error {
        let output: String
    }

    /// What it prints when it is ready.
    struct Announcement: Decodable {
        let baseURL: String
        let hasIPv6: Bool
        let consumerKey: String
        let consumerSecret: String?
        let token: String?
        let tokenSecret: String?
        let urls: [NamedURL]

        struct NamedURL: Decodable {
            let name: String
            let url: String
        }

        /// The URL of an endpoint.
        func url(_ name: String) -> String { urls.first { $0.name == name }?.url ?? "" }

        /// For `oauth1 sign`.
        var environment: [String: String] {
            ["OAUTH1_CONSUMER_SECRET": consumerSecret ?? "", "OAUTH1_TOKEN_SECRET": tokenSecret ?? ""]
        }
    }

    let announcement: Announcement
    private let process = Process()
    private let file: URL

    /// Starts it and waits until it is ready.
    init(_ arguments: [String] = []) throws {
        file = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-serve-\(UUID().uuidString)")
        try Data().write(to: file)
        process.executableURL = try Tool.executable()
        process.arguments = ["serve", "--port", "0", "--json"] + arguments
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var line: Substring?
        for _ in 0..<12_000 where line == nil && process.isRunning {
            let text = String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
            if text.contains("\n") { line = text.prefix { $0 != "\n" } }
            usleep(10_000)
        }
        guard let line else { throw NotReady(output: "the service printed nothing") }
        announcement = try JSONDecoder().decode(Announcement.self, from: Data(line.utf8))
    }

    /// What it has printed.
    var output: String { String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self) }

    var isRunning: Bool { process.isRunning }

    /// Sends a signal, and returns the exit status.
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: file)
    }
}
#endif
