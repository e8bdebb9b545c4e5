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

    /// The version of the request, if that is older than HTTP/1.1, which knows no chunks.
    private var oldVersion: HTTPVersion?
    private var isHead = false
    /// Whether the connection ends after the response.
    private var isLast = false
    /// Whether the end of the response is the end of the connection, as nothing else says where it ends.
    private var isUnframed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            context.fireChannelRead(data)
            return
        }
        oldVersion = head.version.major == 1 && head.version.minor == 0 ? head.version : nil
        isHead = head.method == .HEAD
        // The decoder reads nothing after a request for another protocol.
        isLast = isLast || !head.isKeepAlive || head.method == .CONNECT || head.headers.contains(name: "upgrade")
        head.uri = RequestTargetHandler.prefix + head.uri
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            if let oldVersion { head.version = oldVersion }
            let hasLength = head.headers.contains(name: "content-length") || !head.status.mayHaveResponseBody
            // The encoder would add the end of an empty body to the response to a HEAD request.
            isUnframed = isHead && !hasLength
            isLast = isLast || isUnframed || (oldVersion != nil && !hasLength) || !head.isKeepAlive
            if isLast { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end where isUnframed:
            context.flush()
            promise?.succeed()
            context.close(mode: .output, promise: nil)
        case .end where isLast:
            context.writeAndFlush(data, promise: promise)
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
