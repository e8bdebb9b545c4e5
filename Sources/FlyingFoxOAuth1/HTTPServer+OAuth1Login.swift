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
    ///   - onStart: Values for the login, such as the user who connects an account; it may throw to reject
    ///     one. The return path of the query by default.
    ///   - onFailure: Makes the response to a login that failed; a small page by default.
    ///   - onLogin: Makes the response to a login that came to its end, for instance after the token was stored.
    public func addOAuth1Login(
        _ registry: OAuth1Registry,
        onStart: @escaping @Sendable (OAuth1WebClient, FlyingFox.HTTPRequest) async throws -> OAuth1LoginStart? = {
            _,
            _ in nil
        },
        onFailure: @escaping @Sendable (OAuth1LoginFailure, FlyingFox.HTTPRequest) async throws -> OAuth1Response = {
            failure,
            _ in failure.response
        },
        onLogin: @escaping @Sendable (OAuth1Login, FlyingFox.HTTPRequest) async throws -> OAuth1Response
    ) {
        let paths = registry.configuration.paths
        let bases = registry.basePath.isEmpty ? [""] : [registry.basePath, ""]
        for path in bases.flatMap({ base in [paths.login, paths.callback].map { base + $0 } }) {
            appendRoute(HTTPRoute("GET \(path.replacing("{service}", with: "*"))")) { request in
                // The last wildcard of a route represents deeper paths, too: those are somebody else's.
                guard let head = HTTPTypes.HTTPRequest(request), let route = registry.route(of: head.path ?? "/") else {
                    throw HTTPUnhandledError()
                }
                let answer = try await registry.answer(head, at: route) {
                    if case .login(let client) = route { try await onStart(client, request) } else { nil }
                }
                switch answer {
                case .response(let head):
                    return FlyingFox.HTTPResponse(OAuth1Response(head: head))
                case .outcome(let outcome):
                    return FlyingFox.HTTPResponse(
                        try await HTTPServer.response(
                            to: outcome,
                            onLogin: { try await onLogin($0, request) },
                            onFailure: { try await onFailure($0, request) }
                        )
                    )
                }
            }
        }
    }

    /// The application's response with the login's fields, which one to an error of its handlers has, too.
    private static func response(
        to outcome: OAuth1LoginOutcome,
        onLogin: (OAuth1Login) async throws -> OAuth1Response,
        onFailure: (OAuth1LoginFailure) async throws -> OAuth1Response
    ) async throws -> OAuth1Response {
        do {
            var response = try await outcome.answered(onLogin: onLogin, onFailure: onFailure)
            response.head.headerFields.add(outcome)
            return response
        } catch let error as OAuth1LoginHandlerError {
            var head = HTTPTypes.HTTPResponse(status: .internalServerError)
            head.headerFields.add(error)
            return OAuth1Response(head: head)
        }
    }
}
#endif
