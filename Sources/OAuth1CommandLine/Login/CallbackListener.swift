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
import HTTPTypes
import OAuth1
import OAuth1Client

/// A web server for one callback, on 127.0.0.1 and on ::1 with the same port.
///
/// It listens before the browser opens, so that no other program can get the callback. Browsers differ in which of the two
/// addresses `localhost` means.
struct CallbackListener {
    /// How often a port that is free on 127.0.0.1 may be taken on ::1.
    private static let attempts = 10

    /// The port on both addresses.
    let port: UInt16
    private let servers: [HTTPServer]
    private let tasks: [Task<Void, any Error>]
    private let requests: OpenRequests

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - port: The port, or 0 for a free one.
    ///   - path: The path of the callback.
    ///   - respond: Answers the requests for the path.
    /// - Returns: The listener.
    /// - Throws: ``CommandFailure`` if the port is in use.
    static func start(
        port: UInt16,
        path: String,
        respond: @escaping @Sendable (HTTPTypes.HTTPRequest) async -> OAuth1Response
    ) async throws -> CallbackListener {
        let requests = OpenRequests(maximumBytes: 0)
        for _ in 0..<(port == 0 ? attempts : 1) {
            let first = try await server(try .inet(ip4: "127.0.0.1", port: port), path, requests, respond)
            guard case .ip4(_, let chosen)? = await first.server.listeningAddress else { continue }
            do {
                let second = try await server(try .inet6(ip6: "::1", port: chosen), path, requests, respond)
                return CallbackListener(
                    port: chosen,
                    servers: [first.server, second.server],
                    tasks: [first.task, second.task],
                    requests: requests
                )
            } catch {
                // A machine without IPv6 has no ::1, so that no other program can listen there either.
                if !hasIPv6Loopback() {
                    return CallbackListener(
                        port: chosen,
                        servers: [first.server],
                        tasks: [first.task],
                        requests: requests
                    )
                }
                await first.server.stop()
            }
        }
        throw CommandFailure(
            .failed,
            port == 0 ? "no port is free on 127.0.0.1 and ::1" : "the port \(port) is in use on ::1",
            advice: port == 0
                ? "Run the command with --headless" : "Use another --port, or end the program that uses it"
        )
    }

    /// Stops after the responses in progress were sent.
    func stop() async {
        await requests.finish()
        for server in servers { await server.stop() }
        for task in tasks { task.cancel() }
    }

    /// The port of an authority on this machine, or `nil` for any other.
    static func port(of authority: String) -> UInt16? {
        for host in ["127.0.0.1", "localhost", "[::1]"] where authority.hasPrefix(host) {
            let rest = authority.dropFirst(host.count)
            if rest.isEmpty { return 80 }
            if rest.first == ":", let port = UInt16(rest.dropFirst()) { return port }
        }
        return nil
    }

    private static func server(
        _ address: some SocketAddress,
        _ path: String,
        _ requests: OpenRequests,
        _ respond: @escaping @Sendable (HTTPTypes.HTTPRequest) async -> OAuth1Response
    ) async throws -> (server: HTTPServer, task: Task<Void, any Error>) {
        let server = HTTPServer(address: address, logger: .disabled)
        await server.appendRoute("*") { request in
            guard request.method == .GET, request.path == path, let host = request.headers[.host],
                let message = HTTPTypes.HTTPRequest(request), CallbackListener.port(of: host) != nil,
                let open = requests.open(bytes: 0)
            else {
                // Another Host means that a page made its name resolve to this machine (DNS rebinding).
                return FlyingFox.HTTPResponse(statusCode: .notFound)
            }
            return FlyingFox.HTTPResponse(await respond(message)).keepingOpen(open)
        }
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            defer { end.finish() }
            try await server.run()
        }
        do {
            // Waits until the server listens, or fails to.
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.waitUntilListening() }
                group.addTask {
                    // Unlike the result of a task, a stream can be waited for until the other one is first.
                    for await _ in ended {}
                    try Task.checkCancellation()
                    throw CommandFailure(.failed, "the port is in use", advice: "Use another --port")
                }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            task.cancel()
            throw error is CommandFailure ? error : CommandFailure(.failed, "the listener did not start")
        }
        return (server, task)
    }

    /// Whether the machine has the address ::1.
    private static func hasIPv6Loopback() -> Bool {
        guard let socket = try? Socket(domain: AF_INET6), let address = try? sockaddr_in6.inet6(ip6: "::1", port: 0)
        else { return false }
        defer { try? socket.close() }
        return (try? socket.bind(to: address)) != nil
    }
}
#endif
