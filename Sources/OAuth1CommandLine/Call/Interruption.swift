//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Ends a command early: after a time limit, or when the user or the system stops it.
enum Interruption {
    /// Runs a command, which is cancelled and can clean up; the limit is in seconds.
    static func running(limit: Double?, _ body: @escaping @Sendable () async throws -> Void) async throws {
        // Before the command starts: afterwards, a signal would leave incomplete files.
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = await SignalSources([SIGINT, SIGTERM, SIGHUP]) { _ in continuation.yield() }
        defer { sources.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            if let limit {
                group.addTask {
                    try await Task.sleep(for: .seconds(limit))
                    throw CommandFailure(
                        .tryLater,
                        "the call took longer than the \(seconds(limit)) seconds of --max-time",
                        advice: "Try again later, or raise --max-time"
                    )
                }
            }
            group.addTask {
                for await _ in signals { throw CommandFailure(.interrupted, "cancelled") }
                try Task.checkCancellation()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func seconds(_ limit: Double) -> String {
        limit == limit.rounded() ? "\(Int(limit))" : "\(limit)"
    }
}
#endif
