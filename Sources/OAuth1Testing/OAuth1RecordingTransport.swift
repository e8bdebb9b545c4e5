//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1Client
import Synchronization

/// A transport that remembers what passes through it, on its way to another one or to answers that you give it.
public final class OAuth1RecordingTransport: OAuth1Transport {
    /// One request as it was sent.
    public struct Recorded: Sendable, Hashable {
        /// The request.
        public let request: HTTPRequest
        /// The body, or `nil` if there was none.
        public let body: [UInt8]?
    }

    private let answer: @Sendable (HTTPRequest, [UInt8]?, Int) async throws -> OAuth1Response
    private let storage = Mutex<[Recorded]>([])

    /// Creates a transport that answers without a provider.
    ///
    /// - Parameter answer: Makes the response to a request, or throws as a broken connection would.
    public init(answer: @escaping @Sendable (HTTPRequest, [UInt8]?) async throws -> OAuth1Response) {
        self.answer = { request, body, _ in try await answer(request, body) }
    }

    /// Creates a transport that passes requests on.
    ///
    /// - Parameter transport: Sends the requests.
    public init(to transport: some OAuth1Transport) {
        self.answer = { request, body, limit in
            try await transport.send(request, body: body, maximumResponseBytes: limit)
        }
    }

    /// The requests so far, in their order.
    public var requests: [Recorded] { storage.withLock { $0 } }

    /// Remembers a request and has it answered.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body, or `nil` if there is none.
    ///   - maximumResponseBytes: The most bytes that the response's body may have.
    /// - Returns: The response.
    /// - Throws: `OAuth1ClientError` if the response is too large, or whatever the answer throws.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        storage.withLock { $0.append(Recorded(request: request, body: body)) }
        let response = try await answer(request, body, maximumResponseBytes)
        guard response.body.count <= maximumResponseBytes else {
            throw OAuth1ClientError.responseTooLarge(limit: maximumResponseBytes, status: response.status)
        }
        return response
    }
}
