//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Hummingbird
import NIOCore

/// A server that counts what it gets, and sends as much as it is asked for.
enum CountingServer {
    /// Runs the server.
    ///
    /// - Parameters:
    ///   - onTheirWay: Counts the bytes that were made and not taken yet.
    ///   - window: How many may be on their way before more are made.
    ///   - use: Uses the server at its origin.
    /// - Throws: What `use` throws.
    static func withRunning(
        _ onTheirWay: BytesOnTheirWay = BytesOnTheirWay(),
        window: Int = .max,
        _ use: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let router = Router()
        router.post("count") { request, _ in
            var count = 0
            for try await buffer in request.body {
                count += buffer.readableBytes
                onTheirWay.take(buffer.readableBytes)
            }
            return "\(count)"
        }
        router.get("bytes/:count") { _, context in
            let count = try context.parameters.require("count", as: Int.self)
            let piece = ByteBuffer(repeating: 7, count: 65_536)
            return Response(
                status: .ok,
                headers: [.contentLength: "\(count)"],
                body: .init { writer in
                    var left = count
                    while left > 0 {
                        try await onTheirWay.waitForRoom(window)
                        onTheirWay.make(min(left, 65_536))
                        try await writer.write(piece.getSlice(at: 0, length: min(left, 65_536)) ?? piece)
                        left -= 65_536
                    }
                    try await writer.finish(nil)
                }
            )
        }
        try await LoopbackApplication.withRunning(router, use)
    }
}
#endif
