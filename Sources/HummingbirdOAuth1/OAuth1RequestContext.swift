//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Hummingbird
public import OAuth1Server

/// A request context with room for who sent the request.
public protocol OAuth1RequestContext: RequestContext {
    /// Who sent the request, once ``OAuth1Middleware`` has accepted it.
    var oauth1: OAuth1Authentication? { get set }
}

extension OAuth1RequestContext {
    /// Who sent the request.
    ///
    /// - Returns: The client, the user and the token.
    /// - Throws: `HTTPError` with status 401 if ``OAuth1Middleware`` does not protect the route.
    public func requireOAuth1() throws -> OAuth1Authentication {
        guard let oauth1 else { throw HTTPError(.unauthorized) }
        return oauth1
    }
}
#endif
