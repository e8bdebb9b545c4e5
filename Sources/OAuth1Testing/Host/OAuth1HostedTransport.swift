//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1Client

/// A transport that takes requests to services, already signed, to their replicas on a host.
///
/// A request to which no replica belongs is rejected, so that nothing reaches a real service.
public struct OAuth1HostedTransport: OAuth1Transport {
    private let transport: any OAuth1Transport
    private let host: OAuth1ReplicaHost

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - transport: Sends the requests to the host.
    ///   - host: The host, which may run in another process.
    public init(to transport: some OAuth1Transport, host: OAuth1ReplicaHost) {
        self.transport = transport
        self.host = host
    }

    /// Sends a request to the host, and reads the whole response.
    ///
    /// - Parameters:
    ///   - request: The request, signed for the URL of the service.
    ///   - body: The body, or `nil` if there is none.
    ///   - maximumResponseBytes: The most bytes that the response's body may have.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError` if there is no replica for the request, or what the other transport throws.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        guard host.replica(for: request) != nil else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "no replica is configured for \(request.authority ?? "a request without a host")",
                recoverySuggestion: "Add a replica of this service to the replica host"
            )
        }
        return try await transport.send(host.hosted(request), body: body, maximumResponseBytes: maximumResponseBytes)
    }
}
