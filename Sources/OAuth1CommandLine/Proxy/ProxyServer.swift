//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import AsyncHTTPClient
import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// Runs the proxy, and the server of its metrics, until a signal stops them.
struct ProxyServer: Sendable {
    /// The most connections of callers; others wait.
    private static let maximumConnections = 1_024
    /// How long a connection may be silent, in seconds, except while a request is answered.
    private static let idleTimeout = TimeAmount.seconds(300)

    private let plan: ProxyPlan
    private let handler: ProxyHandler

    init(_ plan: ProxyPlan) {
        self.plan = plan
        handler = ProxyHandler(
            rules: plan.rules,
            fields: plan.fields,
            client: plan.client,
            log: plan.log,
            metrics: ProxyMetrics()
        )
    }

    /// A server that is running: its number and its port.
    private typealias Running = (index: Int, port: Int)

    func run() async throws {
        let shutdown = await ShutdownSignal()
        defer { shutdown.cancel() }
        let (running, continuation) = AsyncStream.makeStream(of: Running.self)
        let (handler, metrics) = (handler, handler.metrics)
        var servers = [
            server(at: plan.listen, handlers: [RequestTargetInstaller()]) { request, writer in
                try await handler.respond(to: request, writer)
            } onRunning: { port in
                continuation.yield((0, port))
            }
        ]
        if let address = plan.metricsAddress {
            servers.append(
                server(at: address, handlers: []) { request, writer in
                    try await ProxyServer.answer(request, metrics, isLocal: address.isLoopback, writer)
                } onRunning: { port in
                    continuation.yield((1, port))
                }
            )
        }
        do {
            try await run(servers, running, shutdown.signals)
        } catch {
            try? await plan.connections.shutdown()
            throw error
        }
        try await plan.connections.shutdown()
        plan.rememberClock()
        ProxyServer.write("Stopped.\n")
    }

    private func run(
        _ servers: [Server<HTTP1Channel>],
        _ running: AsyncStream<Running>,
        _ signals: AsyncStream<Void>
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for (index, server) in servers.enumerated() {
                let address = index == 0 ? plan.listen : plan.metricsAddress ?? plan.listen
                group.addTask {
                    do {
                        try await server.run()
                    } catch {
                        throw ProxyServer.explained(error, address, index == 0 ? "--listen" : "--metrics")
                    }
                    return true
                }
            }
            group.addTask {
                var ports: [Int: Int] = [:]
                for await (index, port) in running {
                    ports[index] = port
                    guard ports.count == servers.count else { continue }
                    ProxyServer.write(announcement(ports))
                    break
                }
                return false
            }
            group.addTask {
                for await _ in signals { break }
                guard !Task.isCancelled else { return false }
                ProxyServer.write("Stopping after the requests in progress. Press Ctrl-C to stop at once.\n")
                // Not as part of this task: they wait for the requests without end.
                for server in servers { Task { try? await server.shutdownGracefully() } }
                try? await Task.sleep(for: ProxyPlan.shutdownLimit)
                return false
            }
            var (others, left) = (0, servers.count)
            while left > 0, others < 2, let isServer = try await group.next() {
                if isServer { left -= 1 } else { others += 1 }
            }
            group.cancelAll()
        }
    }

    private func server(
        at address: ListenAddress,
        handlers: @autoclosure @escaping @Sendable () -> [any RemovableChannelHandler],
        _ respond: @escaping @concurrent @Sendable (Request, consuming ResponseWriter) async throws -> Void,
        onRunning: @escaping @Sendable (Int) -> Void
    ) -> Server<HTTP1Channel> {
        let channel = HTTP1Channel(
            responder: { request, writer, _ in try await respond(request, writer) },
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: handlers(),
                idleTimeout: ProxyServer.idleTimeout
            )
        )
        let logger = Logger(label: "oauth1 proxy", factory: { _ in SwiftLogNoOpLogHandler() })
        return Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    ProxyServer.maximumConnections,
                    logger: logger
                )
            ),
            onServerRunning: { onRunning($0.localAddress?.port ?? address.port) },
            eventLoopGroup: HTTPClient.defaultEventLoopGroup,
            logger: logger
        )
    }

    /// Answers with the metrics; only for this machine's names if no other machine reaches them.
    @concurrent private static func answer(
        _ request: Request,
        _ metrics: ProxyMetrics,
        isLocal: Bool,
        _ writer: consuming ResponseWriter
    ) async throws {
        if isLocal {
            do throws(ProxyRefusal) {
                try ProxyRules.checkHost(request.head)
            } catch {
                var (head, body) = error.response(accept: request.headers[.accept])
                head.headerFields[.contentLength] = String(body.count)
                if request.method == .head { body = [] }
                try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
                return
            }
        }
        let isFound = [.get, .head].contains(request.method) && request.uri.path == "/metrics"
        let text = isFound ? metrics.text : "The metrics are at /metrics.\n"
        var head = HTTPResponse(status: isFound ? .ok : .notFound)
        head.headerFields[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        head.headerFields[.contentLength] = String(text.utf8.count)
        let body = request.method == .head ? "" : text
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    private func announcement(_ ports: [Int: Int]) -> String {
        func address(_ address: ListenAddress, _ index: Int) -> String {
            "http://\(ListenAddress(host: address.host, port: ports[index] ?? address.port))"
        }
        return ProxyAnnouncement(
            login: plan.loginName,
            baseURL: address(plan.listen, 0),
            upstreams: plan.rules.upstreams,
            metricsURL: plan.metricsAddress.map { address($0, 1) + "/metrics" },
            hasToken: plan.rules.token != nil,
            newToken: plan.newToken
        )
        .text(
            TerminalStyle(isTerminal: isatty(STDOUT_FILENO) != 0, environment: ProcessInfo.processInfo.environment)
        )
    }

    private static func explained(_ error: any Error, _ address: ListenAddress, _ option: String) -> any Error {
        guard let code = (error as? IOError)?.errnoCode else {
            return CommandFailure(.failed, "can't listen at \(address): \(error)", advice: "Correct \(option)")
        }
        switch code {
        case EADDRINUSE:
            return CommandFailure(
                .failed,
                "\(address) is already in use, perhaps by another oauth1 proxy",
                advice: "Stop that program, or choose another port: \(option) "
                    + "\(ListenAddress(host: address.host, port: address.port % 65_535 + 1))"
            )
        case EACCES, EPERM:
            return CommandFailure(
                .failed,
                "port \(address.port) needs more privileges",
                advice: "Choose a port from 1024 on: \(option) \(ListenAddress(host: address.host, port: 8_484))"
            )
        default:
            return CommandFailure(
                .failed,
                "can't listen at \(address): \(String(cString: strerror(code)))",
                advice: "Correct \(option)"
            )
        }
    }

    /// Writes to standard output at once; a reader that is gone is not a failure of the proxy.
    private static func write(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}
#endif
