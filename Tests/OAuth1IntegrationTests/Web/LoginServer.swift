//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && FlyingFox && AsyncHTTPClient
import AsyncHTTPClient
import FlyingFox
import FlyingFoxOAuth1
import FlyingSocks
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1Client
import OAuth1Web
import Testing

/// An application with the two routes of a login, over sockets, in each of the frameworks.
enum LoginServer: String, CaseIterable, CustomTestStringConvertible {
    case hummingbird = "Hummingbird"
    case flyingFox = "FlyingFox"

    /// A request context that knows the user's clients.
    struct Context: OAuth1ClientsRequestContext {
        var coreContext: CoreRequestContextStorage
        var oauth1Clients: OAuth1UserClients?

        init(source: Source) {
            coreContext = .init(source: source)
        }
    }

    var testDescription: String { rawValue }

    /// Runs the application for the time of a call, which gets its port.
    func withRunning(
        _ registry: OAuth1Registry,
        fetchToken: @escaping @Sendable (String) async throws -> OAuth1AccessToken? = { _ in nil },
        _ use: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        switch self {
        case .hummingbird: try await runHummingbird(registry, fetchToken, use)
        case .flyingFox: try await runFlyingFox(registry, use)
        }
    }

    private func runHummingbird(
        _ registry: OAuth1Registry,
        _ fetchToken: @escaping @Sendable (String) async throws -> OAuth1AccessToken?,
        _ use: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let router = Router(context: Context.self)
        router.addOAuth1Login(registry) { login, _, _ in
            if login.returnPath.description == LoginServer.refusedPath { throw HTTPError(.forbidden) }
            var response = Response.redirect(to: login.returnPath.description)
            response.headers.append(HTTPField(name: .setCookie, value: "user=\(login.profile.userID ?? "")"))
            return response
        }
        router.group("me")
            .add(middleware: OAuth1ClientsMiddleware(registry) { service, _, _ in try await fetchToken(service) })
            .get { _, context in
                try await context.requireOAuth1Clients().client("discogs").get("oauth/identity").text
            }
        router.get("open") { _, context in "\(try context.requireOAuth1Clients())" }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }
        )
        try await RunningApplication.with(application) {
            for await port in ports { return try await use(port) }
        }
    }

    private func runFlyingFox(_ registry: OAuth1Registry, _ use: @escaping @Sendable (Int) async throws -> Void)
        async throws
    {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0))
        await server.addOAuth1Login(registry) { login, _ in
            if login.returnPath.description == LoginServer.refusedPath { throw Refused() }
            var head = HTTPTypes.HTTPResponse(status: .seeOther)
            head.headerFields[.location] = login.returnPath.description
            head.headerFields.append(HTTPField(name: .setCookie, value: "user=\(login.profile.userID ?? "")"))
            return OAuth1Response(head: head)
        }
        try await LoginServer.race(
            { try await server.run() },
            {
                try await server.waitUntilListening()
                guard case .ip4(_, let port)? = await server.listeningAddress else { throw PortMissing() }
                try await use(Int(port))
            }
        )
    }

    /// A login with this return path is one that the application's handler throws at.
    static let refusedPath = "/refused"

    private struct PortMissing: Error {}
    private struct Refused: Error {}

    /// Runs a server until the call is over.
    private static func race(
        _ serve: @escaping @Sendable () async throws -> Void,
        _ use: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve() }
            group.addTask { try await use() }
            try await group.next()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }
}
#endif
