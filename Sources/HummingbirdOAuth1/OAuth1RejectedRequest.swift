//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import HTTPTypes
public import Hummingbird
public import OAuth1Server

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A request that ``OAuth1Middleware`` rejected, with its response.
public struct OAuth1RejectedRequest: HTTPResponseError, CustomStringConvertible {
    /// Why it was rejected, for the logs.
    public let error: OAuth1ServerError
    private let refusal: OAuth1ServerResponse

    init(_ error: OAuth1ServerError, _ refusal: OAuth1ServerResponse) {
        self.error = error
        self.refusal = refusal
    }

    /// The status of the response.
    public var status: HTTPResponse.Status { refusal.response.status }

    /// The code and the reason.
    public var description: String { error.description }

    /// The response, which says no more than the client may know.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Its context.
    /// - Returns: The response.
    public func response(from request: Request, context: some RequestContext) -> Response {
        Response(refusal)
    }
}

extension OAuth1RejectedRequest: LocalizedError {
    /// Why the request was rejected, in a sentence.
    public var errorDescription: String? { error.errorDescription }
    /// The advice for the client or the provider's operator.
    public var recoverySuggestion: String? { error.recoverySuggestion }
}
#endif
