//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import FlyingFox
import FlyingFoxOAuth1
import FlyingSocks
import Foundation
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import OAuth1URLSession
import Synchronization

/// Whose turn it is to run a service.
private actor Turn {
    static let shared = Turn()

    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}

/// Whether the response of `/api/gated` may continue.
final class CallGate: Sendable {
    private let state = Mutex(false)

    var isOpen: Bool { state.withLock { $0 } }

    func open() { state.withLock { $0 = true } }
}

/// A service on loopback that accepts signed requests only, and a user who is logged in.
struct CallService: Sendable {
    static let client = OAuth1ClientCredentials(key: "call-app", secret: "call & app secret")

    let origin: String
    let token: OAuth1AccessToken
    var gate = CallGate()

    /// The credentials, for the tool's environment and arguments.
    var environment: [String: String] {
        [
            "OAUTH1_CONSUMER_SECRET": CallService.client.secret.reveal(), "OAUTH1_TOKEN_SECRET": token.secret.reveal(),
            "TERM": "xterm",
        ]
    }
    var credentials: [String] { ["--consumer-key", CallService.client.key, "--token", token.token] }
    var secrets: [String] { [CallService.client.secret.reveal(), token.secret.reveal()] }

    /// Runs the service while `use` runs, one at a time: many servers in one process would wait for each other.
    static func withRunning(_ use: @escaping @Sendable (CallService) async throws -> Void) async throws {
        await Turn.shared.take()
        do {
            try await run(use)
        } catch {
            await Turn.shared.giveBack()
            throw error
        }
        await Turn.shared.giveBack()
    }

    private static func run(_ use: @escaping @Sendable (CallService) async throws -> Void) async throws {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600, logger: .disabled)
        let gate = CallGate()
        let provider = OAuth1AuthorizationServer(
            stores: .inMemory(clients: [OAuth1RegisteredClient(credentials: client, displayName: "Calls")]),
            configuration: OAuth1ServerConfiguration(serviceName: "Service", revealsProblemDetail: true),
            authenticateUser: { _ in .user(id: "alice") }
        )
        await server.addOAuth1Provider(provider)
        await server.addOAuth1Resource("/api/*", provider.protector()) { request, _ in
            try await CallService.answer(request, gate)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await server.waitUntilListening()
                guard case .ip4(_, let port)? = await server.listeningAddress else { return }
                let origin = "http://127.0.0.1:\(port)"
                try await use(CallService(origin: origin, token: try await CallService.login(origin), gate: gate))
            }
            try await group.next()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    private static func login(_ origin: String) async throws -> OAuth1AccessToken {
        let client = AsyncOAuth1Client(client: client, transport: .urlSession)
        let requestToken = try await client.fetchRequestToken(
            origin + "/oauth/request_token",
            callback: .url("https://app.example/callback")
        )
        let page = client.authorizationURL(origin + "/oauth/authorize", for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(page)
        let authorization = try client.parseAuthorizationResponse(callback, for: requestToken).authorization()
        return try await client.fetchAccessToken(origin + "/oauth/access_token", authorization: authorization)
    }

    /// Runs the tool with the credentials, on a separate thread.
    func call(
        _ arguments: [String],
        input: Data? = nil,
        environment more: [String: String] = [:]
    ) async throws -> Tool.Result {
        let environment = environment.merging(more) { $1 }
        let all = arguments.map { $0.hasPrefix("/api/") ? origin + $0 : $0 } + credentials
        return try await ToolProcess.run(all, environment: environment, input: input)
    }
}
#endif
