//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
public import Hummingbird
public import OAuth1Web

extension RouterMethods {
    /// Adds the two routes of "log in with …", at the paths of the registry's configuration.
    ///
    /// `GET /login/{service}` sends the user to the service, with `?next=/path` for where they want to go afterwards;
    /// `GET /login/{service}/callback` is where they come back. In a group the paths are relative to it, and the public
    /// URL must have the group's path.
    ///
    /// ```swift
    /// router.addOAuth1Login(registry) { login, request, context in
    ///     guard let userID = login.profile.userID else { throw HTTPError(.badGateway) }
    ///     try await users.save(login.token, of: userID, at: login.serviceName)
    ///     return Response.redirect(to: login.returnPath.description)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - registry: The services.
    ///   - onStart: Values for the login, such as the user who connects an account; it may throw to reject
    ///     one. The return path of the query by default.
    ///   - onFailure: Makes the response to a login that failed; a small page by default.
    ///   - onLogin: Makes the response to a login that came to its end, for instance after the token was stored.
    /// - Returns: The router.
    @discardableResult
    public func addOAuth1Login(
        _ registry: OAuth1Registry,
        onStart: @escaping @Sendable (OAuth1WebClient, Request, Context) async throws -> OAuth1LoginStart? = {
            _,
            _,
            _ in nil
        },
        onFailure: @escaping @Sendable (OAuth1LoginFailure, Request, Context) async throws -> any ResponseGenerator = {
            failure,
            _,
            _ in Response(failure.response)
        },
        onLogin: @escaping @Sendable (OAuth1Login, Request, Context) async throws -> some ResponseGenerator
    ) -> Self {
        @Sendable func answer(
            _ request: Request,
            _ context: Context,
            _ answer: @Sendable (OAuth1WebClient) async throws -> OAuth1Registry.Answer
        ) async throws -> Response {
            guard let client = registry[try context.parameters.require("service")] else { throw HTTPError(.notFound) }
            switch try await answer(client) {
            case .response(let head):
                return Response(status: head.status, headers: head.headerFields)
            case .outcome(let outcome):
                var response = try await outcome.answered(
                    onLogin: { try await onLogin($0, request, context).response(from: request, context: context) },
                    onFailure: { try await onFailure($0, request, context).response(from: request, context: context) }
                )
                response.headers.add(outcome)
                return response
            }
        }
        get(RouterPath(registry.configuration.paths.login)) { request, context in
            try await answer(request, context) { client in
                try await registry.answer(request.head, at: .login(client)) {
                    try await onStart(client, request, context)
                }
            }
        }
        get(RouterPath(registry.configuration.paths.callback)) { request, context in
            try await answer(request, context) { try await registry.answer(request.head, at: .callback($0)) }
        }
        return self
    }
}
#endif
