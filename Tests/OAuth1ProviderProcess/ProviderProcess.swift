//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB && Hummingbird
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import Logging
import NIOCore
import OAuth1
import OAuth1GRDB
import OAuth1Server

/// A provider whose users allow everything: arguments are the path of the database and the port, or 0.
///
/// It prints `restored` if the database is an older copy, and `running PORT` when it serves.
enum ProviderProcess {
    /// The request context, with room for who sent the request.
    struct Context: OAuth1RequestContext {
        var coreContext: CoreRequestContextStorage
        var oauth1: OAuth1Authentication?

        init(source: Source) {
            coreContext = .init(source: source)
        }
    }

    static func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let database = try OAuth1GRDBDatabase(
            path: CommandLine.arguments[1],
            keys: OAuth1DatabaseKeys([OAuth1Secret(environment["OAUTH1_DATABASE_KEYS"] ?? "")]),
            history: .empty
        )
        if database.wasRestored { try say("restored") }
        try await database.clients.register(
            OAuth1RegisteredClient(
                credentials: OAuth1ClientCredentials(key: "key", secret: "client-secret"),
                callbacks: ["https://client.example/done"]
            )
        )
        var logger = Logger(label: "oauth1.provider-process")
        logger.logLevel = .critical
        let application = Application(
            router: router(database.stores),
            configuration: .init(address: .hostname("127.0.0.1", port: Int(CommandLine.arguments[2]) ?? 0)),
            onServerRunning: { channel in try? say("running \(channel.localAddress?.port ?? 0)") },
            logger: logger
        )
        try await application.runService(gracefulShutdownSignals: [])
    }

    private static func say(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    private static func router(_ stores: OAuth1ServerStores) -> Router<Context> {
        let server = OAuth1AuthorizationServer(
            stores: stores,
            // A short future, so that little is rejected after a copy was put back.
            configuration: OAuth1ServerConfiguration(
                serviceName: "Service",
                futureTimestampWindow: 2,
            ),
            priorConsent: { _ in .allowed },
            authenticateUser: { request in
                guard let name = HTTPField.Name("X-User"), let user = request.headerFields[name] else {
                    return .response(OAuth1ServerResponse(HTTPResponse(status: .forbidden)))
                }
                return .user(id: user)
            }
        )
        let router = Router(context: Context.self)
        router.addOAuth1Provider(server)
        router.addOAuth1Readiness(stores)
        // What the operator's log would have.
        router.get("/reason") { _, _ -> String in
            do {
                try await stores.checkReadiness()
                return "ready"
            } catch {
                return "\(error)"
            }
        }
        router.group().add(middleware: OAuth1Middleware(server.protector()))
            .get("/me") { _, context -> String in try context.requireOAuth1().userID ?? "" }
        return router
    }
}
#endif
