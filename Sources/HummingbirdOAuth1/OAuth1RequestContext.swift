//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Hummingbird
public import NIOCore
public import OAuth1Server

/// A request context that knows who sent a request that ``OAuth1Middleware`` accepted.
public protocol OAuth1RequestContext: RequestContext {
    /// The authenticated sender of the request, or `nil` if no middleware accepted it.
    var oauth1: OAuth1Authentication? { get set }
}

extension OAuth1RequestContext {
    /// The authenticated sender of the request.
    ///
    /// - Returns: The client, and the user on whose behalf it acts.
    /// - Throws: `HTTPError` with status 401 if no ``OAuth1Middleware`` accepted the request.
    public func requireOAuth1() throws -> OAuth1Authentication {
        guard let oauth1 else { throw HTTPError(.unauthorized) }
        return oauth1
    }
}

/// A request context with nothing but what Hummingbird, ``OAuth1Middleware`` and
/// `OAuth1ServerConfiguration.trustedProxies` need.
public struct BasicOAuth1RequestContext: OAuth1RequestContext, RemoteAddressRequestContext {
    /// Where a request context comes from: a request on a connection.
    public typealias Source = ApplicationRequestContextSource

    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// The authenticated sender of the request, or `nil` if no middleware accepted it.
    public var oauth1: OAuth1Authentication?
    /// The address of the client, or of the last proxy; `nil` on a connection without one.
    public let remoteAddress: NIOCore.SocketAddress?

    /// Creates a context.
    ///
    /// - Parameter source: Where it comes from.
    public init(source: Source) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remoteAddress = source.channel.remoteAddress
    }
}
#endif
