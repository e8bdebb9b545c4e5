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
import OAuth1Server

/// Reads requests of FlyingFox for a `LoopbackServer`, within its limits, and writes its answers.
struct LoopbackHandler: HTTPHandler {
    let server: LoopbackServer
    let requests: OpenRequests

    func handleRequest(_ request: FlyingFox.HTTPRequest) async throws -> FlyingFox.HTTPResponse {
        guard let head = HTTPTypes.HTTPRequest(request) else { throw HTTPUnhandledError() }
        var request = request
        // The length of a chunked body is not known.
        let bytes = min(request.bodySequence.count ?? server.maximumBodySize, server.maximumBodySize)
        guard let open = requests.open(bytes: bytes) else {
            try await request.discardBody()
            return FlyingFox.HTTPResponse(LoopbackHandler.tooBusy, to: request)
        }
        do {
            let body = try await request.readBody(upTo: server.maximumBodySize)
            try await request.discardBody()
            return response(await server.handler(head, body), to: request).keepingOpen(open)
        } catch let error as OAuth1ServerError {
            return FlyingFox.HTTPResponse(error.response(realm: "OAuth 1.0a"), to: request).keepingOpen(open)
        }
    }

    private static let tooBusy = OAuth1ServerResponse(
        HTTPTypes.HTTPResponse(
            status: .serviceUnavailable,
            headerFields: [.retryAfter: "1", .contentType: "text/plain; charset=utf-8"]
        ),
        body: Array("Too many large requests at once.\n".utf8)
    )

    private func response(
        _ answer: LoopbackResponse,
        to request: FlyingFox.HTTPRequest
    ) -> FlyingFox.HTTPResponse {
        let response = FlyingFox.HTTPResponse(answer.response, to: request)
        guard answer.breaksOff else { return response }
        return FlyingFox.HTTPResponse(
            statusCode: response.statusCode,
            headers: response.headers,
            body: HTTPBodySequence(from: BrokenOffBody(bytes: answer.response.body), count: answer.response.body.count)
        )
    }
}

/// A body that ends with an error after its first half, so that FlyingFox closes the connection.
private struct BrokenOffBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let bytes: [UInt8]

    struct Iterator: AsyncBufferedIteratorProtocol {
        let bytes: [UInt8]
        var isHalfSent = false

        mutating func next() async throws -> UInt8? { throw SocketError.disconnected }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            guard !isHalfSent, bytes.count > 1 else { throw SocketError.disconnected }
            isHalfSent = true
            return bytes.prefix(bytes.count / 2)
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes) }
}
#endif
