//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if FlyingFox
public import FlyingFox
import HTTPTypes
import OAuth1Client
public import OAuth1Server

extension HTTPServer {
    /// Adds the endpoints of a provider (RFC 5849 section 2), at the paths of its configuration: request token, consent page,
    /// access token and revocation, the page of a user's grants, and refreshing if `OAuth1ServerConfiguration.renewal` is
    /// set.
    ///
    /// Protect resources with `addOAuth1Resource`.
    ///
    /// - Important: FlyingFox does not support TLS, so set `OAuth1ServerConfiguration.externalURL`. If a request repeats
    ///   a header field, FlyingFox keeps only the last one: have the proxy that ends TLS reject requests with more than
    ///   one Host or Authorization field.
    /// - Parameter server: The provider.
    public func addOAuth1Provider(_ server: OAuth1AuthorizationServer) {
        let paths = server.configuration.paths
        var endpoints: [(String, OAuth1ServerEvent.Endpoint)] = [
            (paths.requestToken, .requestToken), (paths.authorize, .authorize), (paths.accessToken, .accessToken),
            (paths.revokeToken, .revokeToken), (paths.grants, .grants),
        ]
        if server.configuration.renewal != nil { endpoints.append((paths.renewToken, .renewToken)) }
        for (path, endpoint) in endpoints {
            appendRoute(HTTPRoute(methods: HTTPMethod.allMethods, path: path)) { request in
                try await HTTPServer.answer(request, at: endpoint, of: server)
            }
        }
    }

    /// Adds a route that only requests signed with an access token can reach (RFC 5849 section 3).
    ///
    /// A body that the signature covers is read up to the limit of the protector, and the handler can read it again.
    /// Other bodies are left to the handler, unless the protector requires a body hash. Rejected requests are answered
    /// as in RFC 5849 section 3.2, and do not reach the handler.
    ///
    /// Take parameters from `authentication.signedParameters`, as FlyingFox decodes those of `request.query`.
    ///
    /// - Parameters:
    ///   - route: The route, for instance `"GET /api/me"`.
    ///   - protector: Checks the requests, for instance `server.protector()`.
    ///   - handler: Answers a request, whose sender it also gets.
    public func addOAuth1Resource(
        _ route: HTTPRoute,
        _ protector: OAuth1ResourceProtector,
        handler:
            @escaping @Sendable (FlyingFox.HTTPRequest, OAuth1Authentication) async throws ->
            FlyingFox.HTTPResponse
    ) {
        appendRoute(route) { request in
            guard let arrived = HTTPTypes.HTTPRequest(request) else { throw HTTPUnhandledError() }
            var request = request
            let authentication: OAuth1Authentication
            do {
                let head = try HTTPServer.forwarded(arrived, from: request.peerAddress, to: protector)
                authentication = try await protector.authenticate(head) {
                    try await request.readBody(upTo: protector.configuration.maximumBodySize)
                }
            } catch let error as OAuth1ServerError {
                try await request.discardBody()
                return FlyingFox.HTTPResponse(protector.response(for: error, to: arrived), to: request)
            }
            return try await handler(request, authentication)
        }
    }

    private static func answer(
        _ request: FlyingFox.HTTPRequest,
        at endpoint: OAuth1ServerEvent.Endpoint,
        of server: OAuth1AuthorizationServer
    ) async throws -> FlyingFox.HTTPResponse {
        guard let arrived = HTTPTypes.HTTPRequest(request) else { throw HTTPUnhandledError() }
        var request = request
        var answer: OAuth1ServerResponse?
        do {
            let head = try server.configuration.forwardedRequest(arrived, from: request.peerAddress)
            // A GET request for a token may have a form that is signed; those for pages have none.
            let hasBody = head.method == .post || (head.method == .get && !endpoint.isPage)
            let limit = server.maximumBodySize(at: endpoint)
            let body = hasBody ? try await request.readBody(upTo: limit) : []
            try await request.discardBody()
            // FlyingFox ignores case and escapes in paths, the server does not.
            answer = await server.respond(to: head, body: body)
        } catch let error as OAuth1ServerError {
            answer = server.refuse(error, at: endpoint, of: arrived)
        }
        guard let answer else { throw HTTPUnhandledError() }
        return FlyingFox.HTTPResponse(answer, to: request)
    }

    /// The head as the client sent it, with or without a proxy in between.
    private static func forwarded(
        _ head: HTTPTypes.HTTPRequest,
        from peer: String?,
        to protector: OAuth1ResourceProtector
    ) throws(OAuth1ServerError) -> HTTPTypes.HTTPRequest {
        do { return try protector.configuration.forwardedRequest(head, from: peer) } catch {
            throw protector.refuse(error)
        }
    }
}
#endif
