//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import Logging
import ServiceLifecycle

/// An application that runs in the process of the tests.
enum RunningApplication {
    /// The application stopped too early.
    private struct NotRunning: Error {}

    private enum Ending<Result: Sendable>: Sendable {
        case application((any Error)?)
        case use(Swift.Result<Result, any Error>)
    }

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
        let outcome = await withTaskGroup(of: Ending<Result>.self) { group in
            group.addTask {
                do {
                    try await services.run()
                    return .application(nil)
                } catch {
                    return .application(error)
                }
            }
            group.addTask {
                let outcome: Swift.Result<Result, any Error>
                do { outcome = .success(try await use()) } catch { outcome = .failure(error) }
                await services.triggerGracefulShutdown()
                return .use(outcome)
            }
            var outcome: Swift.Result<Result, any Error>?
            for await ending in group {
                switch ending {
                case .use(let result): outcome = outcome ?? result
                // It was shut down, so the call is over.
                case .application(nil): break
                case .application(let error?):
                    // Only now that nothing is accepted anymore; a call that waits for the application ends.
                    group.cancelAll()
                    outcome = outcome ?? .failure(error)
                }
            }
            return outcome ?? .failure(NotRunning())
        }
        return try outcome.get()
    }
}
#endif
