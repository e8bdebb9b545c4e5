//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// Sends requests over HTTP: the requirements for an HTTP library that the clients can use.
///
/// A transport moves bytes and knows nothing of OAuth. It must send the request target, the header fields and the
/// body exactly as they are given, must not follow redirects (their signature would be stale, and could reach another
/// origin), and must not read more of a response than the limit.
public protocol OAuth1Transport: Sendable {
    /// Sends a request and reads the whole response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none.
    ///   - maximumResponseBytes: The most bytes that the response's body may have.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/responseTooLarge``, or the HTTP library's
    ///   errors, which the clients wrap.
    func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response

    /// Why a request got no complete response, as far as the HTTP library's error shows.
    ///
    /// The clients show it in plain words. Without this method an error says only that no complete response arrived.
    ///
    /// - Parameter error: An error that ``send(_:body:maximumResponseBytes:)`` threw.
    /// - Returns: The failure, or `nil` if the error is of another kind.
    func failure(behind error: any Error) -> OAuth1TransportFailure?
}

extension OAuth1Transport {
    /// Knows nothing about the HTTP library's errors.
    ///
    /// - Parameter error: The error.
    /// - Returns: `nil`.
    public func failure(behind error: any Error) -> OAuth1TransportFailure? { nil }
}
