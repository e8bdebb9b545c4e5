//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// A transport that can send and receive bodies piece by piece.
///
/// What ``OAuth1Transport`` says of a transport holds here, too; how much of the response is read is the caller's affair.
public protocol OAuth1StreamingTransport: OAuth1Transport {
    /// Sends a request, and returns as soon as the head of the response is there.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none. It is read from its start.
    /// - Returns: The response, whatever its status.
    /// - Throws: The HTTP library's errors, which the clients wrap.
    func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse
}
