//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import StoreFixtures
import Testing

/// A server of Valkey or Redis for one test, which keeps each write on the disk before it answers.
struct ValkeyServer: Sendable {
    private static let script = ServerScript("valkey")
    static let isExpected = script.isExpected
    static let isMissing: Comment = "neither Valkey nor Redis is installed: scripts/test installs one of them"

    private let folder: String

    /// Starts a server, and removes it after a closure.
    static func with(_ use: (ValkeyServer) async throws -> Void) async throws {
        let folder = try await BlockingThread.run { try script.create() }
        let result: Result<Void, any Error>
        do {
            let server = ValkeyServer(folder: folder)
            try await server.waitUntilReady()
            result = .success(try await use(server))
        } catch {
            result = .failure(error)
        }
        try await BlockingThread.run { _ = try script.run("remove", folder) }
        try result.get()
    }

    var driver: ValkeyDriver { ValkeyDriver(socket: folder + "/socket") }

    /// Ends the process as nothing can prevent.
    func kill() async throws {
        let folder = folder
        try await BlockingThread.run { _ = try Self.script.run("stop", folder, "KILL") }
    }

    /// Starts it again, with what is on its disk.
    func start() async throws {
        let folder = folder
        try await BlockingThread.run { _ = try Self.script.run("start", folder) }
        try await waitUntilReady()
    }

    /// Waits until the server answers: it may still read its files.
    private func waitUntilReady() async throws {
        let end = ContinuousClock.now + .seconds(120)
        while true {
            do {
                try await driver.send(["PING"])
                return
            } catch  where ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
#endif
