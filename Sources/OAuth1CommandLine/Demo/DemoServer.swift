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
import OAuth1Server
import Synchronization

/// The provider of the demo: `OAuth1AuthorizationServer` in FlyingFox, on a free loopback port.
struct DemoServer {
    /// The requests that the provider has answered, as it reports them.
    final class Events: Sendable {
        private let storage = Mutex<[OAuth1ServerEvent]>([])

        func add(_ event: OAuth1ServerEvent) { storage.withLock { $0.append(event) } }

        var all: [OAuth1ServerEvent] { storage.withLock { $0 } }
    }

    let client: OAuth1ClientCredentials
    let events = Events()

    /// Runs the provider while `use` runs, which gets its base URL.
    func withRunning(_ use: @escaping @Sendable (String) async throws -> Void) async throws {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await addRoutes(to: server)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await server.run()
                return false
            }
            group.addTask {
                try await server.waitUntilListening()
                guard case .ip4(_, let port)? = await server.listeningAddress else { return false }
                try await use("http://127.0.0.1:\(port)")
                return true
            }
            defer { group.cancelAll() }
            guard try await group.next() == true else { throw DemoFailure("the provider did not start") }
        }
    }

    private func addRoutes(to server: HTTPServer) async {
        let events = events
        let provider = OAuth1AuthorizationServer(
            stores: .inMemory(clients: [OAuth1RegisteredClient(credentials: client, displayName: "Demo App")]),
            configuration: OAuth1ServerConfiguration(
                serviceName: "Demo Service",
                revealsProblemDetail: true,
                requestObserver: { events.add($0) }
            ),
            accessTokenParameters: { userID, _ in ["user_id": userID] },
            authenticateUser: { _ in .user(id: "alice") }
        )
        await server.addOAuth1Provider(provider)
        await server.addOAuth1Resource("GET /api/me", provider.protector()) { _, authentication in
            FlyingFox.HTTPResponse(
                statusCode: .ok,
                headers: [.contentType: "application/json"],
                body: Data(#"{"user_id":"\#(authentication.userID ?? "")"}"#.utf8)
            )
        }
        for path in ["/api/form", "/api/json"] {
            await server.addOAuth1Resource(HTTPRoute("POST \(path)"), provider.protector()) { request, _ in
                FlyingFox.HTTPResponse(statusCode: .ok, body: try await request.bodyData)
            }
        }
    }
}

/// A step of the demo that did not go as expected.
struct DemoFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
#endif
