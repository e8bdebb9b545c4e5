//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

/// An application that runs in the process of the tests.
enum RunningApplication {
    /// The application stopped too early.
    private struct NotRunning: Error {}

    /// Runs an application until a call is over, and then shuts it down gracefully.
    ///
    /// It must not be cancelled: a connection that NIO has accepted, and that the server has not taken yet, would end the
    /// process (https://github.com/apple/swift-nio/issues/3481).
    static func with<Result: Sendable>(
        _ application: any Service,
        _ use: @Sendable @escaping () async throws -> Result
    ) async throws -> Result {
        var logger = Logger(label: "oauth1.tests")
        logger.logLevel = .critical
        var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
        // Handlers that wait for something are cancelled afterwards, when nothing is accepted anymore.
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        let services = ServiceGroup(configuration: configuration)
        let finished = Mutex<Swift.Result<Result, any Error>?>(nil)
        let outcome = await withTaskGroup(of: Swift.Result<Result, any Error>.self) { group in
            group.addTask {
                var failure: any Error = NotRunning()
                do { try await services.run() } catch { failure = error }
                // If the call is not over, the application ended too early.
                return finished.withLock { $0 } ?? .failure(failure)
            }
            group.addTask {
                let outcome: Swift.Result<Result, any Error>
                do { outcome = .success(try await use()) } catch { outcome = .failure(error) }
                finished.withLock { $0 = outcome }
                await services.triggerGracefulShutdown()
                // Until the application has ended, which says what counts.
                try? await Task.sleep(for: .seconds(600))
                return outcome
            }
            let outcome = await group.next() ?? .failure(NotRunning())
            // Only now that nothing is accepted anymore; a call that waits for the application ends.
            group.cancelAll()
            return outcome
        }
        return try outcome.get()
    }
}
#endif
