//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
public import Hummingbird
import NIOCore
public import OAuth1Server

extension RouterMethods {
    /// Adds the provider's routes: request token, consent page and access token (RFC 5849 section 2).
    ///
    /// They stand at the paths of the server's configuration, below the path of this group if it has one: tell the
    /// configuration the same paths that clients use.
    ///
    /// - Parameter server: The server.
    /// - Returns: The router, for further routes.
    @discardableResult
    public func addOAuth1Provider(_ server: OAuth1AuthorizationServer) -> Self {
        let paths = server.configuration.paths
        for path in [paths.requestToken, paths.authorize, paths.accessToken] {
            // All methods: the server itself answers those that it does not have, and names those that it has.
            for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] {
                on(RouterPath(path), method: method) { request, _ in
                    let body = try await request.body.collect(upTo: server.configuration.maximumBodySize)
                    let answer = await server.respond(to: request.head, body: Array(body.readableBytesView))
                    return answer.map { Response($0) } ?? Response(status: .notFound)
                }
            }
        }
        return self
    }
}
#endif
