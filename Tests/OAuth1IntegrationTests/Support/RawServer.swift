//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that keeps every byte it gets and answers each request with bytes that the test gives it.
final class RawServer: Sendable {
    /// What to do once a request has arrived.
    enum Answer: Sendable {
        /// Send these bytes and keep the connection.
        case bytes([UInt8])
        /// Send these bytes and cut the connection.
        case bytesThenCut([UInt8])

        static func text(_ text: String) -> Answer { .bytes(Array(text.utf8)) }

        /// A response with this status, these fields and this body.
        static func response(_ body: String = "", status: String = "200 OK", fields: String = "") -> Answer {
            .text("HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    /// Which answer a request gets.
    struct Answers: Sendable {
        let answer: @Sendable (Int, String) -> Answer

        /// The same for all.
        static func always(_ answer: Answer) -> Answers { Answers { _, _ in answer } }

        /// By the path of the request; status 404 for all others.
        static func byPath(_ answers: [String: Answer]) -> Answers {
            Answers { _, request in
                let target = request.split(separator: " ").dropFirst().first ?? ""
                return answers[String(target.prefix { $0 != "?" })]
                    ?? .text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            }
        }

        /// One for each in turn, the last one again and again.
        static func inTurn(_ answers: [Answer]) -> Answers {
            Answers { index, _ in answers[min(index, answers.count - 1)] }
        }
    }

    private let received = Mutex<[[UInt8]]>([])
    private let answers: Answers

    private init(answers: Answers) {
        self.answers = answers
    }

    /// The requests so far, from the request line to the end of the body, byte for byte.
    var requests: [String] { received.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }

    /// Runs a server for the time of a call, which gets the server and its base URL; over TLS if there is a context.
    static func withRunning<Result>(
        answers: Answers,
        tls: NIOSSLContext? = nil,
        _ use: (RawServer, String) async throws -> Result
    ) async throws -> Result {
        let server = RawServer(answers: answers)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(server: server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let scheme = tls == nil ? "http" : "https"
        let result: Result
        do {
            result = try await use(server, "\(scheme)://127.0.0.1:\(channel.localAddress?.port ?? 0)")
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
        return result
    }

    /// Takes a whole request and returns its answer.
    private func take(_ request: [UInt8]) -> Answer {
        let index = received.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return answers.answer(index, String(decoding: request, as: UTF8.self))
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let server: RawServer
        private var pending: [UInt8] = []

        init(server: RawServer) {
            self.server = server
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            pending += Array(unwrapInboundIn(data).readableBytesView)
            guard let length = requestLength() else { return }
            let request = Array(pending.prefix(length))
            pending.removeFirst(length)
            switch server.take(request) {
            case .bytes(let bytes):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .bytesThenCut(let bytes):
                let channel = context.channel
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
                    .whenComplete { _ in
                        channel.close(promise: nil)
                    }
            }
        }

        /// A client that trusts us not, or that we trust not.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        /// The length of the first request, or `nil` while it is not there in full.
        private func requestLength() -> Int? {
            // The first bytes of TLS, which a plain HTTP server answers, because they are not a request.
            if pending.first == 0x16 { return pending.count }
            let text = String(decoding: pending, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
            let head = text[..<end.upperBound]
            let length = head.lowercased().firstMatch(of: /content-length: *(\d+)/).flatMap { Int($0.1) } ?? 0
            let total = head.utf8.count + length
            return pending.count < total ? nil : total
        }
    }
}
#endif
