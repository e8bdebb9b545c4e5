//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import AsyncHTTPClient
public import HTTPTypes
import NIOCore
public import OAuth1Client

extension AsyncHTTPClientTransport: OAuth1StreamingTransport {
    /// Sends a request, and returns as soon as the head of the response is there.
    ///
    /// The transport's timeout does not hold for it, as nobody knows how long a large body takes: what ends a connection
    /// on which nothing happens is `timeout.read` and `timeout.write` in the client's configuration.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError` if the URL can't be sent unchanged, or the response was redirected; AsyncHTTPClient's
    ///   errors otherwise.
    public func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
        var outgoing = try AsyncHTTPClientTransport.outgoing(request)
        if let body {
            outgoing.body = .stream(
                Buffers(pieces: try body.pieces()),
                length: body.length.map { .known($0) } ?? .unknown
            )
        }
        let incoming = try await httpClient.execute(outgoing, deadline: .distantFuture)
        return OAuth1StreamedResponse(
            head: try AsyncHTTPClientTransport.head(of: incoming),
            pieces: incoming.body.map { Array($0.readableBytesView) }
        )
    }
}

/// The pieces of a body as SwiftNIO's buffers.
private struct Buffers: AsyncSequence, Sendable {
    let pieces: OAuth1BodyStream.Pieces

    struct AsyncIterator: AsyncIteratorProtocol {
        var iterator: any AsyncIteratorProtocol<[UInt8], any Error>

        mutating func next() async throws -> ByteBuffer? {
            try await iterator.next(isolation: #isolation).map { ByteBuffer(bytes: $0) }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(iterator: pieces.makeAsyncIterator()) }
}
#endif
