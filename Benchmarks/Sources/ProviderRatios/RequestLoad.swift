//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix
import ServerProcess
import Synchronization

/// Requests that were written before, sent over several connections, each as soon as the one before it is answered.
///
/// Nothing of a response is parsed, as the server is what is measured: it starts with status 200 and has the length of the
/// first one.
final class RequestLoad: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channels: [any Channel]

    init(port: Int, connections: Int) async throws {
        var channels: [any Channel] = []
        for _ in 0..<connections {
            let channel = try await ClientBootstrap(group: group)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Exchange())
                    }
                }
                .connect(host: "127.0.0.1", port: port)
                .get()
            channels.append(channel)
        }
        self.channels = channels
    }

    /// Sends all requests.
    ///
    /// - Returns: The last response of each connection.
    /// - Throws: `Failure` if a response has another status than 200.
    @discardableResult
    func send(_ requests: [ByteBuffer]) async throws -> [String] {
        var answers: [EventLoopFuture<String>] = []
        let share = (requests.count + channels.count - 1) / channels.count
        for (index, channel) in channels.enumerated() {
            let own = Array(requests.dropFirst(index * share).prefix(share))
            guard !own.isEmpty else { break }
            let answer = channel.eventLoop.makePromise(of: String.self)
            answers.append(answer.futureResult)
            try await channel.eventLoop
                .submit {
                    try channel.pipeline.syncOperations.handler(type: Exchange.self)
                        .begin(own, answer, channel.pipeline.syncOperations.context(handlerType: Exchange.self))
                }
                .get()
        }
        return try await EventLoopFuture.whenAllSucceed(answers, on: group.next()).get()
    }

    func stop() async throws {
        for channel in channels { try await channel.close() }
        try await group.shutdownGracefully()
    }
}

/// The requests of one connection, one after the other.
private final class Exchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let start = Array("HTTP/1.1 200 ".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)

    private var requests: [ByteBuffer] = []
    private var next = 0
    private var received = ByteBuffer()
    private var length: Int?
    private var answer: EventLoopPromise<String>?

    func begin(_ requests: [ByteBuffer], _ answer: EventLoopPromise<String>, _ context: ChannelHandlerContext) {
        (self.requests, next, length, self.answer) = (requests, 0, nil, answer)
        sendNext(context)
    }

    private func sendNext(_ context: ChannelHandlerContext) {
        received.clear()
        context.writeAndFlush(wrapOutboundOut(requests[next]), promise: nil)
        next += 1
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var piece = unwrapInboundIn(data)
        received.writeBuffer(&piece)
        if length == nil { length = responseLength() }
        guard let length, received.readableBytes >= length else { return }
        let text = received.readableBytesView
        guard text.starts(with: Exchange.start), received.readableBytes == length else {
            answer?.fail(Failure("an unexpected response: \(String(decoding: text.prefix(1_000), as: UTF8.self))"))
            answer = nil
            return
        }
        guard next == requests.count else {
            sendNext(context)
            return
        }
        answer?.succeed(String(decoding: text, as: UTF8.self))
        answer = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer?.fail(Failure("the server closed the connection"))
        answer = nil
    }

    /// The length of head and body, or `nil` if the head is not there yet.
    private func responseLength() -> Int? {
        let text = String(decoding: received.readableBytesView, as: UTF8.self)
        guard let end = text.utf8.firstRange(of: Exchange.headEnd) else { return nil }
        let head = text[..<end.lowerBound]
        let field = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let count = field.flatMap { Int($0.drop { !$0.isNumber }) } ?? 0
        return head.utf8.count + Exchange.headEnd.count + count
    }
}
