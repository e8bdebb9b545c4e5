//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Server
import Synchronization

/// The service of the demo: the sandbox of `oauth1 serve`, on a free port.
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
        let sandbox = Sandbox(
            client: client,
            name: "Demo App",
            surroundings: SandboxSurroundings(observer: { [events] in events.add($0) })
        )
        let server = LoopbackServer(port: 0, maximumBodySize: Sandbox.maximumBodySize) { request, body in
            LoopbackResponse(response: await sandbox.respond(to: request, body: body, signedAs: request))
        }
        try await server.withRunning { try await use($0.baseURL) }
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
