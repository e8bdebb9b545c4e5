//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
public import Hummingbird
public import OAuth1Server

extension RouterMethods {
    /// Adds the endpoints of a provider (RFC 5849 section 2), at the paths of its configuration: request token, consent page,
    /// access token and revocation, the page of a user's grants, and refreshing if `OAuth1ServerConfiguration.renewal` is
    /// set.
    ///
    /// In a group the paths are relative to it. Protect resources with ``OAuth1Middleware``.
    ///
    /// - Important: On HTTP/1 Hummingbird takes every request for one without TLS. Set
    ///   `OAuth1ServerConfiguration.externalURL`, wherever TLS ends.
    /// - Parameter server: The provider.
    /// - Returns: The router.
    @discardableResult
    public func addOAuth1Provider(_ server: OAuth1AuthorizationServer) -> Self {
        let paths = server.configuration.paths
        add(paths.requestToken, .requestToken, server) { request, body in await server.requestToken(request, body: body)
        }
        add(paths.authorize, .authorize, server) { request, body in await server.authorize(request, body: body) }
        add(paths.accessToken, .accessToken, server) { request, body in await server.accessToken(request, body: body) }
        add(paths.revokeToken, .revokeToken, server) { request, body in await server.revokeToken(request, body: body) }
        if server.configuration.renewal != nil {
            add(paths.renewToken, .renewToken, server) { request, body in await server.renewToken(request, body: body) }
        }
        add(paths.grants, .grants, server) { request, body in await server.grants(request, body: body) }
        return self
    }

    /// Adds an endpoint with all common methods, as it rejects those it does not have with status 405 itself.
    ///
    /// A body is read only where one can count, up to the limit of the endpoint.
    private func add(
        _ path: String,
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ server: OAuth1AuthorizationServer,
        respond: @escaping @Sendable (HTTPRequest, [UInt8]) async -> OAuth1ServerResponse
    ) {
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] {
            on(RouterPath(path), method: method) { request, context in
                var request = request
                do {
                    let head = try server.configuration.forwardedRequest(
                        request.checkedHead(),
                        from: context.peerAddress
                    )
                    let limit = server.maximumBodySize(at: endpoint)
                    // A GET request for a token may have a form that is signed; those for pages have none.
                    let hasBody = request.method == .post || (request.method == .get && !endpoint.isPage)
                    let body = hasBody ? try await request.bytes(upTo: limit) : []
                    return Response(await respond(head, body))
                } catch let error as OAuth1ServerError {
                    return Response(server.refuse(error, at: endpoint, of: request.head))
                }
            }
        }
    }
}
#endif
