//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1Server
import OAuth1Testing
import Synchronization

/// A provider in Hummingbird that listens on a free loopback port.
struct HummingbirdProvider {
    /// The request context, with room for who sent the request.
    struct Context: OAuth1RequestContext {
        var coreContext: CoreRequestContextStorage
        var oauth1: OAuth1Authentication?

        init(source: Source) {
            coreContext = .init(source: source)
        }
    }

    /// The requests that the provider has answered.
    final class Events: Sendable {
        private let storage = Mutex<[OAuth1ServerEvent]>([])

        func add(_ event: OAuth1ServerEvent) { storage.withLock { $0.append(event) } }

        var all: [OAuth1ServerEvent] { storage.withLock { $0 } }
    }

    let client: OAuth1ClientCredentials
    let rsaPublicKey: OAuth1RSAPublicKey?
    let methods: Set<OAuth1SignatureMethod.Name>
    let events = Events()

    init(
        client: OAuth1ClientCredentials,
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        methods: Set<OAuth1SignatureMethod.Name> = OAuth1Verifier.defaultMethods
    ) {
        self.client = client
        self.rsaPublicKey = rsaPublicKey
        self.methods = methods
    }

    /// Runs the provider for the time of a call, which gets its base URL.
    func withRunning<Result: Sendable>(_ use: @Sendable @escaping (String) async throws -> Result) async throws
        -> Result
    {
        try await LoopbackApplication.withRunning(try router(), use)
    }

    private func router() throws -> Router<Context> {
        let registered = OAuth1RegisteredClient(
            credentials: client,
            displayName: "Test App",
            rsaPublicKey: rsaPublicKey
        )
        let events = events
        let server = OAuth1AuthorizationServer(
            stores: .inMemory(clients: [registered]),
            configuration: OAuth1ServerConfiguration(
                serviceName: "Test Service",
                realm: "Tests",
                verifier: OAuth1Verifier(methods: methods),
                revealsProblemDetail: true,
                requestObserver: { events.add($0) }
            ),
            accessTokenParameters: { userID, _ in ["user_id": userID] },
            authenticateUser: { _ in .user(id: "alice") }
        )
        let router = Router(context: Context.self)
        router.addOAuth1Provider(server)
        let resources = router.group("api").add(middleware: OAuth1Middleware(server.protector()))
        for (method, path) in [(HTTPRequest.Method.get, "me"), (.post, "form"), (.post, "json")] {
            resources.on("\(path)", method: method) { request, context in
                let userID = try context.requireOAuth1().userID ?? ""
                let body = try await request.body.collect(upTo: 1_048_576)
                let answer = OAuth1TestProvider.resource(
                    request.head,
                    body: Array(body.readableBytesView),
                    userID: userID
                )
                return Response(
                    status: answer.response.status,
                    headers: answer.response.headerFields,
                    body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
                )
            }
        }
        return router
    }
}
#endif
