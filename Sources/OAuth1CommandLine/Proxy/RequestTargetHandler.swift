//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import NIOCore
import NIOHTTP1

/// Puts a ``RequestTargetHandler`` where it sees the request line as it arrived.
final class RequestTargetInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        do {
            let pipeline = context.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestTargetHandler(), position: .after(decoder))
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }
}

/// Keeps the request target, of which the server would only keep the path, and ends connections after their last response.
final class RequestTargetHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The text before the request target in the path of a request.
    static let prefix = "/"

    /// What the response to a request depends on.
    private struct Exchange {
        /// The version of the request, if that is older than HTTP/1.1, which knows no chunks.
        var oldVersion: HTTPVersion?
        var isHead = false
        /// Whether the connection ends after the response.
        var isLast = false
        /// Whether the end of the response is the end of the connection, as nothing else says where it ends.
        var isUnframed = false
    }

    /// The requests without a complete response, in their order: a caller may send the next one before it has the response.
    private var exchanges = CircularBuffer<Exchange>()
    /// Whether the last response was sent, so that nothing that follows gets one.
    private var isOver = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            context.fireChannelRead(data)
            return
        }
        exchanges.append(
            Exchange(
                oldVersion: head.version.major == 1 && head.version.minor == 0 ? head.version : nil,
                isHead: head.method == .HEAD,
                // The decoder reads nothing after a request for another protocol.
                isLast: !head.isKeepAlive || head.method == .CONNECT || head.headers.contains(name: "upgrade")
            )
        )
        head.uri = RequestTargetHandler.prefix + head.uri
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            // There is none if the request can't be read.
            var exchange = exchanges.popFirst() ?? Exchange()
            if let oldVersion = exchange.oldVersion { head.version = oldVersion }
            let hasLength = head.headers.contains(name: "content-length") || !head.status.mayHaveResponseBody
            // The encoder would add the end of an empty body to the response to a HEAD request.
            exchange.isUnframed = exchange.isHead && !hasLength
            exchange.isLast =
                exchange.isLast || exchange.isUnframed || (exchange.oldVersion != nil && !hasLength)
                || !head.isKeepAlive
            if exchange.isLast { head.headers.replaceOrAdd(name: "connection", value: "close") }
            exchanges.prepend(exchange)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            let exchange = exchanges.popFirst() ?? Exchange()
            guard exchange.isLast else {
                context.write(data, promise: promise)
                return
            }
            isOver = true
            if exchange.isUnframed {
                context.flush()
                promise?.succeed()
            } else {
                context.writeAndFlush(data, promise: promise)
            }
            // The rest of the request is read until the other side closes, too: otherwise the response could be lost.
            context.close(mode: .output, promise: nil)
        default:
            context.write(data, promise: promise)
        }
    }
}

@available(*, unavailable)
extension RequestTargetHandler: Sendable {}
#endif
