//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && GRDB && Hummingbird
import AsyncHTTPClient
import Foundation
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A provider on SQLite as a process, which a test kills and starts again at the same port.
final class KilledProvider: Sendable {
    private struct NotBuilt: Error {}
    private struct NotRunning: Error {}

    private struct State {
        var pid: Int32?
        /// Finishes after the process.
        var exits: AsyncStream<Void>?
        /// One for each process: a client fails all requests that wait for a connection if one attempt to connect fails,
        /// and such attempts may be left from the time in which nothing served.
        var httpClient: HTTPClient?
        var port = 0
        var wasRestored = false
    }

    static let key = String(repeating: "key-of-a-test-", count: 4)
    static let client = OAuth1ClientCredentials(key: "key", secret: "client-secret")

    let folder: URL
    private let state = Mutex(State())

    /// Creates a folder for the database.
    init(in parent: URL = FileManager.default.temporaryDirectory) throws {
        folder = parent.appendingPathComponent("oauth1-provider-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// What a test that failed left behind.
    deinit {
        let (pid, httpClient) = state.withLock { ($0.pid, $0.httpClient) }
        if let pid { Self.sendKill(to: pid) }
        httpClient?.shutdown { _ in }
    }

    var databasePath: String { folder.appendingPathComponent("provider.sqlite").path }
    var origin: String { "http://127.0.0.1:\(state.withLock { $0.port })" }
    /// Whether the database was an older copy at the last start.
    var wasRestored: Bool { state.withLock { $0.wasRestored } }

    /// Starts the process, and returns when it serves.
    func start() async throws {
        let (program, path, port) = (try Self.program(), databasePath, state.withLock { $0.port })
        let (lines, output) = AsyncStream.makeStream(of: String.self)
        let (exits, exit) = AsyncStream.makeStream(of: Void.self)
        Thread.detachNewThread {
            defer { exit.finish() }
            defer { output.finish() }
            let (process, pipe) = (Process(), Pipe())
            process.executableURL = program
            process.arguments = [path, "\(port)"]
            process.environment = ["OAUTH1_DATABASE_KEYS": Self.key]
            process.standardOutput = pipe
            guard (try? process.run()) != nil else { return }
            output.yield("pid \(process.processIdentifier)")
            var line = Data()
            while let part = try? pipe.fileHandleForReading.read(upToCount: 1), !part.isEmpty {
                line.append(part)
                guard line.last == UInt8(ascii: "\n") else { continue }
                output.yield(String(decoding: line.dropLast(), as: UTF8.self))
                line = Data()
            }
            process.waitUntilExit()
        }
        var wasRestored = false
        var pid: Int32 = 0
        for await line in lines {
            let words = line.split(separator: " ")
            if line == "restored" { wasRestored = true }
            guard words.count == 2, let number = Int32(words[1]) else { continue }
            if words[0] == "pid" { pid = number }
            guard words[0] == "running" else { continue }
            let running = State(
                pid: pid,
                exits: exits,
                httpClient: HTTPClient(configuration: .oauth1),
                port: Int(number),
                wasRestored: wasRestored
            )
            state.withLock { $0 = running }
            return
        }
        throw NotRunning()
    }

    /// Kills the process as nothing can prevent, and returns after its end.
    func kill() async {
        let (pid, exits, httpClient) = state.withLock { state in
            defer {
                state.pid = nil
                state.httpClient = nil
            }
            return (state.pid, state.exits, state.httpClient)
        }
        guard let pid, let exits else { return }
        Self.sendKill(to: pid)
        for await _ in exits {}
        try? await httpClient?.shutdown()
    }

    /// Kills the process and removes the folder.
    func remove() async {
        await kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Sends a request as it is; it throws if no response arrives.
    func send(_ request: HTTPRequest, body: [UInt8]? = nil) async throws -> OAuth1Response {
        guard let httpClient = state.withLock({ $0.httpClient }) else { throw NotRunning() }
        let transport = AsyncHTTPClientTransport(httpClient: httpClient, timeout: .seconds(180))
        return try await transport.send(request, body: body, maximumResponseBytes: 65_536)
    }

    func get(_ path: String, _ fields: HTTPFields = [:]) async throws -> OAuth1Response {
        try await send(HTTPRequest(method: .get, absoluteURL: origin + path, headerFields: fields))
    }

    private static func sendKill(to pid: Int32) {
        #if canImport(Darwin)
        _ = Darwin.kill(pid, SIGKILL)
        #elseif canImport(Glibc)
        _ = Glibc.kill(pid, SIGKILL)
        #elseif canImport(Musl)
        _ = Musl.kill(pid, SIGKILL)
        #endif
    }

    /// The program is beside the tests in the build folder.
    private static func program() throws -> URL {
        let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        var folder = tests.resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("OAuth1ProviderProcess")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        throw NotBuilt()
    }
}
#endif
