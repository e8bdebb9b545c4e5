//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// A call of a protected resource as the application made it, or a request as it was answered.
///
/// A class, as it passes through functions that wait: each would keep a copy of the request, which is large. A response
/// refers to it, so that errors about the response can name its request.
final class PendingCall: Sendable {
    /// The longest body, in bytes, that is kept in memory as long as a response refers to its request.
    private static let keptBodyBytes = 4_096

    /// The request, not signed yet; if a token is refreshed for it, ``ExchangeRunner`` makes it again with that one's signer.
    let request: OAuth1UnsignedRequest
    /// The source of the token to sign with, which can refresh it.
    let renewable: OAuth1RenewableToken?
    /// How many redirects were followed, and the one that was not.
    let redirectCount: Int
    let unfollowedRedirect: OAuth1UnfollowedRedirect?
    /// The method before the redirects, if they changed it.
    let changedMethod: HTTPRequest.Method?

    init(_ request: OAuth1UnsignedRequest, renewing renewable: OAuth1RenewableToken? = nil) {
        self.request = request
        self.renewable = renewable
        redirectCount = 0
        unfollowedRedirect = nil
        changedMethod = nil
    }

    /// A request as it was answered.
    init(_ exchange: OAuth1Exchange) {
        request = exchange.request.withoutBody
        renewable = nil
        redirectCount = exchange.redirectCount
        unfollowedRedirect = exchange.unfollowedRedirect
        changedMethod = exchange.originalMethod == request.request.method ? nil : exchange.originalMethod
    }

    /// The call for its response to refer to.
    var answered: PendingCall {
        guard request.stream != nil || (request.body?.count ?? 0) > PendingCall.keptBodyBytes else { return self }
        return PendingCall(request.withoutBody)
    }
}
