//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if FlyingFox
public import FlyingFox
import HTTPTypes
public import OAuth1Client
public import OAuth1Web

extension HTTPServer {
    /// Adds the two routes of "log in with …", at the paths of the registry's configuration.
    ///
    /// `GET /login/{service}` sends the user to the service, with `?next=/path` for where they want to go afterwards;
    /// `GET /login/{service}/callback` is where they come back. Responses are made as `OAuth1Response`: FlyingFox's own
    /// are too much like those of other libraries to have both in one file.
    ///
    /// - Parameters:
    ///   - registry: The services.
    ///   - onFailure: Makes the response to a login that failed; a plain text unless given.
    ///   - onLogin: Makes the response to a login that came to its end, for instance after the token was stored.
    public func addOAuth1Login(
        _ registry: OAuth1Registry,
        onFailure: @escaping @Sendable (OAuth1LoginFailure) async throws -> OAuth1Response = { $0.response },
        onLogin: @escaping @Sendable (OAuth1Login) async throws -> OAuth1Response
    ) {
        for path in [registry.configuration.paths.login, registry.configuration.paths.callback] {
            // Not only for GET, as the registry says itself which methods there are.
            appendRoute(HTTPRoute("\(registry.basePath)\(path.replacing("{service}", with: "*"))")) { request in
                guard let head = HTTPTypes.HTTPRequest(request) else { return .init(statusCode: .badRequest) }
                let response = try await registry.respond(to: head, onFailure: onFailure, onLogin: onLogin)
                return response.map { .init($0) } ?? .init(statusCode: .notFound)
            }
        }
    }
}
#endif
