//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import FlyingFox
import FlyingSocks
import Foundation

/// The body of a response whose request is open until FlyingFox has written it, or the connection has ended.
private struct OpenBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let body: HTTPBodySequence
    let request: OpenRequest

    struct Iterator: AsyncBufferedIteratorProtocol {
        var body: HTTPBodySequence.Iterator
        let request: OpenRequest

        mutating func next() async throws -> UInt8? { throw SocketError.disconnected }

        @concurrent mutating func nextBuffer(suggested count: Int) async throws -> Data? { try await body.next() }
    }

    func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator(), request: request) }
}

extension FlyingFox.HTTPResponse {
    /// The response, whose request is open until it is written.
    ///
    /// - Parameter request: The request.
    /// - Returns: The same response.
    func keepingOpen(_ request: OpenRequest) -> FlyingFox.HTTPResponse {
        guard case .httpBody(let body) = payload, let count = body.count else { return self }
        return FlyingFox.HTTPResponse(
            version: version,
            statusCode: statusCode,
            headers: headers,
            body: HTTPBodySequence(from: OpenBody(body: body, request: request), count: count)
        )
    }
}
#endif
