//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && GRDB && PostgreSQL
import Foundation
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1GRDB
import OAuth1Postgres
import OAuth1Server

/// The provider: its endpoints, and `GET /me`, which answers the user's name.
enum ProviderServer {
    struct WrongArguments: Error {}

    /// The client's key and secret are those of the script.
    private static let client = OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(key: "faults", secret: "faults-secret"),
        callbacks: ["https://client.example/done"]
    )

    static func run() async throws {
        if CommandLine.arguments.dropFirst().first == "memory" { return try await PeerProvider().run() }
        let router = Router(context: BasicOAuth1RequestContext.self)
        let (stores, close) = try await open()
        let server = OAuth1AuthorizationServer(
            stores: stores,
            configuration: OAuth1ServerConfiguration(
                serviceName: "Faults",
                externalURL: try OAuth1Origin("https://faults.example"),
                // The script shows the same verifier a hundred times at once.
            ),
            // The script has no user who could press a button.
            priorConsent: { _ in .allowed },
            authenticateUser: { _ in .user(id: "user") }
        )
        router.addOAuth1Provider(server)
        router.group().add(middleware: OAuth1Middleware(server.protector()))
            .get("me") { _, context in try context.requireOAuth1().userID ?? "" }
        try await serve(router)
        try close()
    }

    /// Serves on a free port of the loopback interface, and prints it.
    static func serve<Context: RequestContext>(_ router: Router<Context>) async throws
    where Context.Source == ApplicationRequestContextSource {
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print(channel.localAddress?.port ?? 0)
                fflush(nil)
            }
        )
        // Until SIGTERM: then requests in progress are answered first.
        try await application.runService()
    }

    private static func open() async throws -> (OAuth1ServerStores, close: () throws -> Void) {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { throw WrongArguments() }
        let keys = try OAuth1DatabaseKeys([
            OAuth1Secret(ProcessInfo.processInfo.environment["OAUTH1_DATABASE_KEY"] ?? "")
        ])
        switch arguments[1] {
        case "sqlite":
            let database = try OAuth1GRDBDatabase(
                path: arguments[2],
                keys: keys,
                maximumRequestTokensPerClient: 1_000_000,
                history: .empty,
                // Only faults count, not how busy the machine is.
                lockTimeout: 120
            )
            try await database.clients.register(client)
            return (database.stores, { try database.close() })
        case "postgresql":
            let database = try await OAuth1PostgresDatabase(
                connection: OAuth1Secret(arguments[2]),
                keys: keys,
                maximumRequestTokensPerClient: 1_000_000,
                history: .empty,
                connectTimeout: 60,
                statementTimeout: 60
            )
            try await database.clients.register(client)
            return (database.stores, { database.close() })
        default: throw WrongArguments()
        }
    }
}
#endif
