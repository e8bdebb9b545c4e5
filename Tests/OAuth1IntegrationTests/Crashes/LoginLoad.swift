//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && GRDB && Hummingbird
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import Synchronization

/// Clients that log in one after the other and call with each token, while their provider is killed.
///
/// It remembers each request that was accepted, and each token that a client was given.
final class LoginLoad: Sendable {
    /// A token that a client was given, and the user it is of.
    struct Given: Sendable {
        let token: OAuth1AccessToken
        let user: String
    }

    struct Results: Sendable {
        /// Requests that were answered with status 200, as they were sent.
        var accepted: [OAuth1SignedRequest] = []
        var given: [Given] = []
        /// The users of all logins that were started, one for each request token.
        var users: [String] = []
        var completed = 0
        /// Requests that got no response.
        var cut = 0
        /// Responses with status 503.
        var unavailable = 0
        /// Request tokens whose exchange was cut off after it happened: their logins started again.
        var lostAnswers = 0
        /// Responses that no client should get.
        var unexpected: [String] = []
        var isStopping = false
        var runs = 0
    }

    private let provider: KilledProvider
    private let state = Mutex(Results())

    init(_ provider: KilledProvider) {
        self.provider = provider
    }

    var results: Results { state.withLock { $0 } }

    /// Lets the workers complete their logins.
    func stop() { state.withLock { $0.isStopping = true } }

    /// Logs in until it is stopped; it can run again after that.
    func run(workers: Int) async throws {
        let run = state.withLock { state in
            state.isStopping = false
            state.runs += 1
            return state.runs
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var number = 0
                    while !self.results.isStopping {
                        try await self.logIn("\(run)-\(worker)-\(number)")
                        number += 1
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Waits until as many logins more have completed.
    func waitForLogins(_ count: Int) async throws {
        let goal = state.withLock { $0.completed } + count
        while state.withLock({ $0.completed }) < goal { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// One login with all its repetitions, until its token works.
    private func logIn(_ name: String) async throws {
        var attempt = 0
        while true {
            attempt += 1
            if let given = try await tryToLogIn("user-\(name)-\(attempt)") {
                state.withLock { $0.given.append(given) }
                _ = try await signed(.get, "/me", token: given.token, OAuth1SigningOptions())
                state.withLock { $0.completed += 1 }
                return
            }
        }
    }

    /// One login; `nil` if it has to start again because an answer with the token was lost.
    private func tryToLogIn(_ user: String) async throws -> Given? {
        let request = try await signed(
            .post,
            "/oauth/request_token",
            OAuth1SigningOptions(callback: "https://client.example/done", isTokenRequest: true)
        )
        guard let token = request?["oauth_token"], let secret = request?["oauth_token_secret"] else { return nil }
        state.withLock { $0.users.append(user) }
        guard let verifier = try await authorize(token, user) else { return nil }
        let access = try await signed(
            .post,
            "/oauth/access_token",
            token: OAuth1RequestToken(token: token, secret: OAuth1Secret(secret)),
            OAuth1SigningOptions(verifier: verifier, isTokenRequest: true)
        )
        guard let given = access?["oauth_token"], let givenSecret = access?["oauth_token_secret"] else {
            state.withLock { $0.lostAnswers += 1 }
            return nil
        }
        return Given(token: OAuth1AccessToken(token: given, secret: OAuth1Secret(givenSecret)), user: user)
    }

    private func authorize(_ token: String, _ user: String) async throws -> String? {
        var fields: HTTPFields = [:]
        if let name = HTTPField.Name("X-User") { fields[name] = user }
        while true {
            guard
                let response = try await answer(to: {
                    try await self.provider.get("/oauth/authorize?oauth_token=\(token)", fields)
                })
            else { continue }
            let query = response.head.headerFields[.location]?.drop { $0 != "?" }.dropFirst() ?? ""
            if let verifier = OAuth1Parameters(formEncoded: String(query))["oauth_verifier"] { return verifier }
            note("authorize: \(response.status)")
            return nil
        }
    }

    /// Sends a request with a new signature until it is answered; `nil` if it was rejected.
    private func signed(
        _ method: HTTPRequest.Method,
        _ path: String,
        token: (any OAuth1Token)? = nil,
        _ options: OAuth1SigningOptions
    ) async throws -> OAuth1Parameters? {
        let signer = OAuth1Signer(client: KilledProvider.client, token: token)
        var wasCut = false
        while true {
            let request = try HTTPRequest(method: method, absoluteURL: provider.origin + path)
            let signed = try signer.sign(request, body: nil, options)
            guard
                let response = try await answer(to: {
                    try await self.provider.send(signed.request, body: signed.body)
                })
            else {
                wasCut = true
                continue
            }
            if response.status == .ok {
                state.withLock { $0.accepted.append(signed) }
                return OAuth1Parameters(formEncoded: response.body)
            }
            // Only a token whose exchange was cut off may be gone.
            if !wasCut || path == "/me" { note("\(path): \(response.status) \(response.text)") }
            return nil
        }
    }

    /// The response, or `nil` if there was none or the service is not available, after a short time.
    private func answer(to send: () async throws -> OAuth1Response) async throws -> OAuth1Response? {
        do {
            let response = try await send()
            guard response.status == .serviceUnavailable else { return response }
            state.withLock { $0.unavailable += 1 }
        } catch {
            state.withLock { $0.cut += 1 }
        }
        try await Task.sleep(for: .milliseconds(20))
        return nil
    }

    private func note(_ text: String) { state.withLock { $0.unexpected.append(text) } }
}
#endif
