//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// A proxy that makes tunnels (RFC 9110 section 9.3.6), and keeps where they lead to.
final class ForwardProxy: Sendable {
    private let opened = Mutex<[String]>([])

    private init() {}

    /// The hosts and ports of the tunnels so far.
    var tunnels: [String] { opened.withLock(\.self) }

    /// Runs a proxy for the time of a call, which gets the proxy and its port.
    static func withRunning<Result>(_ use: (ForwardProxy, Int) async throws -> Result) async throws -> Result {
        let proxy = ForwardProxy()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Tunnel(proxy: proxy))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result
        do {
            result = try await use(proxy, channel.localAddress?.port ?? 0)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
        return result
    }

    /// The side of the client.
    private final class Tunnel: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let proxy: ForwardProxy
        private var head = ""
        private var server: (any Channel)?

        init(proxy: ForwardProxy) {
            self.proxy = proxy
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            if let server {
                server.writeAndFlush(buffer, promise: nil)
                return
            }
            head += String(buffer: buffer)
            // The client waits for the answer, so nothing follows the head.
            if head.hasSuffix("\r\n\r\n") { open(context) }
        }

        private func open(_ context: ChannelHandlerContext) {
            let words = head.split(separator: " ")
            let parts = words.dropFirst().first?.split(separator: ":") ?? []
            guard words.first == "CONNECT", parts.count == 2, let port = Int(parts[1]) else {
                context.close(promise: nil)
                return
            }
            proxy.opened.withLock { $0.append(String(words[1])) }
            let client = context.channel
            ClientBootstrap(group: context.eventLoop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Answers(client: client))
                    }
                }
                .connect(host: String(parts[0]), port: port)
                .assumeIsolated()
                .whenComplete { result in
                    guard case .success(let server) = result else {
                        client.close(promise: nil)
                        return
                    }
                    self.server = server
                    client.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n"), promise: nil)
                }
        }

        func channelInactive(context: ChannelHandlerContext) {
            server?.close(promise: nil)
        }
    }

    /// The side of the server.
    private final class Answers: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let client: any Channel

        init(client: any Channel) {
            self.client = client
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            client.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.close(promise: nil)
        }
    }
}
#endif
