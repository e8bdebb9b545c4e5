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
    ///     try await users.save(login.token, of: login.profile.userID, at: login.serviceName)
    ///     return Response.redirect(to: login.returnPath.description)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - registry: The services.
    ///   - onFailure: Makes the response to a login that failed; a plain text unless given.
    ///   - onLogin: Makes the response to a login that came to its end, for instance after the token was stored.
    /// - Returns: The router.
    @discardableResult
    public func addOAuth1Login(
        _ registry: OAuth1Registry,
        onFailure: @escaping @Sendable (OAuth1LoginFailure, Request, Context) async throws -> any ResponseGenerator = {
            failure,
            _,
            _ in Response(failure.response)
        },
        onLogin: @escaping @Sendable (OAuth1Login, Request, Context) async throws -> some ResponseGenerator
    ) -> Self {
        func add(_ path: String, _ route: @escaping @Sendable (OAuth1WebClient) -> OAuth1Registry.Route) {
            get(RouterPath(path)) { request, context in
                guard let client = registry[try context.parameters.require("service")] else {
                    throw HTTPError(.notFound)
                }
                switch try await registry.answer(request.head, at: route(client)) {
                case .response(let head):
                    return Response(status: head.status, headers: head.headerFields)
                case .outcome(let outcome):
                    var response =
                        switch outcome.result {
                        case .success(let login):
                            try await onLogin(login, request, context).response(from: request, context: context)
                        case .failure(let failure):
                            try await onFailure(failure, request, context).response(from: request, context: context)
                        }
                    response.headers.add(outcome)
                    return response
                }
            }
        }
        add(registry.configuration.paths.login) { .login($0) }
        add(registry.configuration.paths.callback) { .callback($0) }
        return self
    }
}
#endif
