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
    public internal(set) var request: HTTPRequest
    /// The body exactly as it is sent, or `nil` if there is none.
    public internal(set) var body: [UInt8]?
    /// The signer.
    public internal(set) var signer: OAuth1Signer
    /// Signing options for this request.
    public internal(set) var options: OAuth1SigningOptions
    /// The body piece by piece, in place of ``body``.
    var stream: OAuth1BodyStream?
    /// Whether the request carries a token in a way of the service's own, and so is sent without a signature.
    var isBearer = false
    /// The step that it belongs to, for errors.
    var step = OAuth1ClientError.Step.call

    /// Whether it is a call without a token, although the service's calls may need one.
    var lacksToken: Bool {
        step == .call && signer.token == nil && mayNeedToken && !signer.configuration.sendsEmptyToken
    }
    /// Whether the service is one whose calls have a token.
    var mayNeedToken = true

    /// The request without what it sends in its body.
    var withoutBody: OAuth1UnsignedRequest {
        with { request in
            request.body = nil
            request.stream = nil
        }
    }

    /// The same request with something else in it.
    func with<Failure: Error>(_ change: (inout Self) throws(Failure) -> Void) throws(Failure) -> Self {
        var copy = self
        try change(&copy)
        return copy
    }

    /// Signs the request, again at each call: with its own nonce and timestamp.
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
            throw failure(error)
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
            throw failure(error)
        }
    }

    /// Signs the request for those who only send it, which takes less.
    ///
    /// - Parameter time: The timestamp in seconds since 1970, unless the request has one.
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/signing``.
    func outgoing(at time: Int64) throws -> OutgoingRequest {
        guard !isBearer else { return OutgoingRequest(request: request, body: body, timestamp: time) }
        var (request, body) = (request, body)
        do {
            let timestamp = try signer.sign(&request, body: &body, options, at: time)
            return OutgoingRequest(request: request, body: body, timestamp: timestamp)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> OAuth1ClientError {
        OAuth1ClientError(
            .signing,
            "the request could not be signed",
            recoverySuggestion: (error as? OAuth1Error)?.recoverySuggestion
                ?? "Read the signature method's underlying error",
            cause: error
        )
        .located(step, request)
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

extension OAuth1UnsignedRequest: CustomStringConvertible, CustomReflectable {
    /// Shows method and host: fields and bodies of requests for tokens have credentials in them.
    public var description: String {
        "OAuth1UnsignedRequest(\(request.method) \(request.hostName ?? "<redacted>"), \(signer))"
    }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
