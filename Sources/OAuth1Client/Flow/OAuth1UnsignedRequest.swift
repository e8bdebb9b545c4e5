//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// A request that a step of the flow needs, with what it is to be signed with.
public struct OAuth1UnsignedRequest: Sendable {
    /// The request without protocol parameters.
    public let request: HTTPRequest
    /// The body exactly as it is sent, or `nil` if there is none.
    public let body: [UInt8]?
    /// The signer.
    public let signer: OAuth1Signer
    /// What this request has of its own.
    public internal(set) var options: OAuth1SigningOptions
    /// The body piece by piece, in place of ``body``.
    var stream: OAuth1BodyStream?
    /// Whether the request carries a token in a way of the service's own, and so is sent without a signature.
    var isBearer = false

    /// Signs the request, anew at each call: with its own nonce and timestamp.
    ///
    /// With services whose calls are not signed, the request stays as it is.
    ///
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/signing``.
    public func signed() throws -> OAuth1SignedRequest {
        if isBearer { return unsigned }
        do {
            return try signer.sign(request, body: body, options)
        } catch {
            throw OAuth1ClientError(.signing, "the request can't be signed", cause: error)
        }
    }

    /// Signs the request with whichever signature method, asynchronous ones included.
    ///
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/signing``, or `CancellationError`.
    public func signedAsynchronously() async throws -> OAuth1SignedRequest {
        if isBearer { return unsigned }
        do {
            return try await signer.signAsynchronously(request, body: body, options)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw OAuth1ClientError(.signing, "the request can't be signed", cause: error)
        }
    }
    private var unsigned: OAuth1SignedRequest {
        OAuth1SignedRequest(
            unsigned: request,
            body: body,
            nonce: signer.configuration.nonceSource.makeNonce(),
            timestamp: signer.configuration.clock.now()
        )
    }
}
