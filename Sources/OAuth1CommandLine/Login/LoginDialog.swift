//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client

/// The steps of a three-legged login, with the browser or with what the user pastes.
struct LoginDialog {
    let client: AsyncOAuth1Client
    let service: OAuth1Service
    let browser: Browser
    let isHeadless: Bool
    /// In seconds.
    let timeout: Int
    let requestParameters: OAuth1Parameters
    let authorizeParameters: OAuth1Parameters
    let variant: String?
    /// Explains each step, if the user asked for it.
    let explain: @Sendable (String) -> Void

    /// Logs in.
    ///
    /// - Parameters:
    ///   - plan: How the user's decision gets back.
    ///   - complete: Stores the token, and returns the page for the browser.
    /// - Throws: ``CommandFailure`` or `OAuth1ClientError`.
    func run(_ plan: CallbackPlan, complete: (OAuth1AccessToken) async throws -> CallbackPage) async throws {
        guard case .listen(let port, let path, _) = plan else {
            let (requestToken, url) = try await start(plan.callback(port: 0))
            show(url)
            _ = try await complete(exchange(askForDecision(plan, requestToken)))
            return
        }
        let exchange = CallbackExchange()
        let listener = try await CallbackListener.start(port: port, path: path) { await exchange.respond(to: $0) }
        explain("Listening on 127.0.0.1 and ::1, port \(listener.port), for the callback.")
        do {
            let (requestToken, url) = try await start(plan.callback(port: listener.port))
            await exchange.expect { [client] in try client.parseAuthorizationResponse($0, for: requestToken) }
            open(url)
            let decision = try await exchange.decision(within: .seconds(timeout))
            await exchange.finish(try await complete(self.exchange(decision)))
        } catch {
            await exchange.finish(page(for: error))
            await listener.stop()
            throw error
        }
        await listener.stop()
    }

    private func start(_ callback: OAuth1Callback) async throws -> (OAuth1RequestToken, String) {
        explain("Step 1 of 3: requests a request token, which represents this login until you decide.")
        let requestToken = try await client.fetchRequestToken(callback: callback, parameters: requestParameters)
        let url = try client.authorizationURL(
            for: requestToken,
            callback: callback,
            variant: variant,
            parameters: authorizeParameters
        )
        explain("Step 2 of 3: you decide on a page of \(service.name).")
        return (requestToken, url)
    }

    private func exchange(_ decision: OAuth1AuthorizationResponse) async throws -> OAuth1AccessToken {
        let authorization = try decision.authorization()
        explain("Step 3 of 3: exchanges the request token and the verifier for an access token.")
        return try await client.fetchAccessToken(authorization: authorization)
    }

    private func page(for error: any Error) -> CallbackPage {
        if let error = error as? OAuth1ClientError, error.code == .authorizationDenied {
            return .declined(service: service.name)
        }
        return .failed(CommandFailure(running: error).reason)
    }

    // MARK: The user

    private func open(_ url: String) {
        if browser.open(url) {
            Diagnostics.say("Opening this page in the browser:\n  \(url)\nWaiting for your decision there.")
        } else {
            Diagnostics.say("No browser was found. Open this page on this machine:\n  \(url)")
        }
    }

    /// Shows the URL as data, so that a script can read it.
    private func show(_ url: String) {
        Diagnostics.say("Open this page in a browser, on any machine:")
        FileHandle.standardOutput.write(Data("\(url)\n".utf8))
        if !isHeadless { _ = browser.open(url) }
    }

    private func askForDecision(
        _ plan: CallbackPlan,
        _ requestToken: OAuth1RequestToken
    ) throws -> OAuth1AuthorizationResponse {
        let what: String
        switch (plan, service.verifier) {
        case (.pin, .absent): what = "an empty line after you allowed access"
        case (.pin, .required): what = "the PIN that the page shows, or the URL that the browser ends at"
        default: what = "the URL that the browser ends at, even if that page can't be opened"
        }
        for _ in 0..<3 {
            Diagnostics.say("Enter \(what):")
            guard let line = try StandardInput.readLine(timeout: timeout, what: "the answer") else { break }
            if let decision = try decision(line, requestToken) { return decision }
        }
        throw CommandFailure(.failed, "the login was not completed, because \(what) was not entered")
    }

    private func decision(
        _ line: String,
        _ requestToken: OAuth1RequestToken
    ) throws -> OAuth1AuthorizationResponse? {
        // A PIN may have any characters, as in Base64, but not the names of the parameters.
        if line.contains("://") || line.contains("oauth_") || line.contains("denied=") {
            let isQuery = !line.contains("?") && !line.contains("#")
            return try client.parseAuthorizationResponse(isQuery ? "/?\(line)" : line, for: requestToken)
        }
        guard !line.isEmpty || service.verifier == .absent else { return nil }
        return .authorized(OAuth1Authorization(requestToken: requestToken, verifier: line.isEmpty ? nil : line))
    }
}
#endif
