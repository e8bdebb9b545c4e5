//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import Logging
import OAuth1Server
import OAuth1Testing

/// Servers that nobody but this machine can reach.
enum LoopbackServer {
    /// The site.
    static func site(
        _ site: Site,
        port: Int,
        whenRunning: @escaping @Sendable () -> Void
    ) -> Application<RouterResponder<SiteContext>> {
        application(site.router().buildResponder(), port, "login-with", whenRunning)
    }

    /// The replicas: whatever the path is, it is theirs.
    static func replicas(
        _ host: OAuth1ReplicaHost,
        _ port: Int,
        whenRunning: @escaping @Sendable () -> Void = {}
    ) -> Application<CallbackResponder<BasicRequestContext>> {
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            let body = try await request.body.collect(upTo: 1_048_576)
            let answer = await host.respond(to: request.head, body: Array(body.readableBytesView))
            return Response(
                status: answer.response.status,
                headers: answer.response.headerFields,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            )
        }
        return application(responder, port, "replicas", whenRunning)
    }

    private static func application<Responder: HTTPResponder>(
        _ responder: Responder,
        _ port: Int,
        _ name: String,
        _ whenRunning: @escaping @Sendable () -> Void
    ) -> Application<Responder> {
        var logger = Logger(label: name)
        logger.logLevel = .notice
        return Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in whenRunning() },
            logger: logger
        )
    }
}

extension Application {
    /// Runs until SIGTERM or SIGINT, with other servers next to this one.
    func running<Other: HTTPResponder>(with others: [Application<Other>]) async throws
    where Other.Context: InitializableFromSource<ApplicationRequestContextSource> {
        var application = self
        application.addServices(others)
        try await application.runService()
    }
}
