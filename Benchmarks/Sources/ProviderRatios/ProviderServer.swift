//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hummingbird
import HummingbirdOAuth1
import Logging
import OAuth1
import OAuth1Server

/// The same route twice, with the verifying middleware and without it.
enum ProviderServer {
    static let client = OAuth1ClientCredentials(key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44")
    static let token = OAuth1IssuedAccessToken(
        token: "nnch734d00sl2jdk",
        secret: "pfkkdhi9sl3r4s00",
        clientKey: client.key,
        userID: "alice",
        issuedAt: 0
    )
    static let plainPath = "/open/photos"
    static let signedPath = "/api/photos"
    /// Says how many microseconds of processor time the server has used.
    static let timePath = "/time"

    private struct Context: OAuth1RequestContext {
        var coreContext: CoreRequestContextStorage
        var oauth1: OAuth1Authentication?

        init(source: Source) { coreContext = .init(source: source) }
    }

    /// Serves on a free port, which is the one line on the standard output, until the standard input ends.
    static func serve() async throws {
        let tokens = OAuth1InMemoryTokenStore()
        tokens.save(token)
        let stores = OAuth1ServerStores(
            clients: OAuth1InMemoryClientStore([OAuth1RegisteredClient(credentials: client)]),
            tokens: tokens,
            nonces: OAuth1InMemoryNonceStore(maximumCountPerClient: .max, history: .empty)
        )
        let protector = OAuth1ResourceProtector(
            stores: stores,
            configuration: OAuth1ServerConfiguration(serviceName: "Photos", trustsHostField: true)
        )
        let router = Router(context: Context.self)
        router.get("open/photos") { _, _ in "alice" }
        router.group("api").add(middleware: OAuth1Middleware(protector)).get("photos") { _, _ in "alice" }
        router.get("time") { _, _ in "\(processorTime())" }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                // Not `fflush(nil)`: it would wait for the thread that reads the standard input.
                FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
            },
            logger: Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    while readLine() != nil {}
                    continuation.resume()
                }
            }
            group.cancelAll()
        }
    }

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1_000
    }
}
