//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Hummingbird
import Logging

/// A server on a free loopback port.
enum LoopbackApplication {
    /// The server did not start.
    private struct NotRunning: Error {}

    /// Runs a server for the time of a call, which gets its base URL.
    static func withRunning<Context: InitializableFromSource & RequestContext, Result: Sendable>(
        _ router: Router<Context>,
        _ use: @Sendable @escaping (String) async throws -> Result
    ) async throws -> Result where Context.Source == ApplicationRequestContextSource {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "oauth1.loopback")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: "swift-oauth1"),
            onServerRunning: { channel in
                if let number = channel.localAddress?.port { port.yield(number) }
                port.finish()
            },
            logger: logger
        )
        return try await RunningApplication.with(application) {
            for await number in ports { return try await use("http://127.0.0.1:\(number)") }
            throw NotRunning()
        }
    }
}
#endif
