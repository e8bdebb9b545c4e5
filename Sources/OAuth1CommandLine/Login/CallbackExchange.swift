//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// Passes the callback from the browser to the login, and the outcome of the login to the browser.
actor CallbackExchange {
    /// Reads a callback URL; throws if it is not one of this login.
    typealias Reader = @Sendable (String) throws -> OAuth1AuthorizationResponse

    private var read: Reader?
    private var page: CallbackPage?
    private var browsers: [CheckedContinuation<CallbackPage, Never>] = []
    private let decisions: AsyncStream<OAuth1AuthorizationResponse>
    private let decide: AsyncStream<OAuth1AuthorizationResponse>.Continuation
    /// The most requests that wait for the outcome.
    private static let maximumBrowsers = 16

    init() {
        (decisions, decide) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Accepts callbacks from now on.
    func expect(_ read: @escaping Reader) {
        self.read = read
    }

    /// Answers a browser, after the login is complete.
    func respond(to request: HTTPRequest) async -> OAuth1Response {
        // A page that the browser loads ahead of time is loaded again when the user gets there.
        guard !request.isSpeculative else { return OAuth1Response(head: .speculation) }
        if let page { return page.response }
        guard let read, browsers.count < CallbackExchange.maximumBrowsers else {
            return CallbackPage.unexpected.response
        }
        do {
            decide.yield(try read(request.path ?? "/"))
        } catch {
            return CallbackPage.rejected(CommandFailure(running: error).reason).response
        }
        return await withCheckedContinuation { browsers.append($0) }.response
    }

    /// Waits for the user's decision.
    ///
    /// - Throws: ``CommandFailure`` after the timeout.
    nonisolated func decision(within timeout: Duration) async throws -> OAuth1AuthorizationResponse {
        try await withThrowingTaskGroup(of: OAuth1AuthorizationResponse?.self) { group in
            group.addTask { [decisions] in
                for await decision in decisions { return decision }
                return nil
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let decision = try await group.next() ?? nil else {
                throw CommandFailure(
                    .failed,
                    "the browser did not come back within \(timeout.components.seconds) seconds",
                    advice: "Run the command again, with --headless if the browser can't reach this machine, or with a "
                        + "longer --timeout"
                )
            }
            return decision
        }
    }

    /// Shows the outcome to the browsers that wait, and to those that come later.
    func finish(_ page: CallbackPage) {
        self.page = page
        for browser in browsers { browser.resume(returning: page) }
        browsers = []
    }
}
#endif
