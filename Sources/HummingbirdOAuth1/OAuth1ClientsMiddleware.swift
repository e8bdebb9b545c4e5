//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Hummingbird
public import OAuth1
public import OAuth1Web

/// A request context that has the services of a registry as the request's user has them.
public protocol OAuth1ClientsRequestContext: RequestContext {
    /// The user's clients, or `nil` before ``OAuth1ClientsMiddleware``.
    var oauth1Clients: OAuth1UserClients? { get set }
}

extension OAuth1ClientsRequestContext {
    /// The user's clients.
    ///
    /// - Returns: The clients.
    /// - Throws: `HTTPError` with status 500 if there is no ``OAuth1ClientsMiddleware`` in front of the route.
    public func requireOAuth1Clients() throws -> OAuth1UserClients {
        guard let oauth1Clients else {
            throw HTTPError(
                .internalServerError,
                message: "OAuth1ClientsMiddleware is missing: add it to the router before this route"
            )
        }
        return oauth1Clients
    }
}

/// Puts the services into the request's context, ready to be called with the tokens of the request's user.
///
/// ```swift
/// router.group().add(middleware: OAuth1ClientsMiddleware(registry) { service, request, context in
///     try await tokens.find(user: context.requireIdentity(), service: service)
/// })
/// .get("collection") { request, context in
///     try await context.requireOAuth1Clients().client("discogs").get("oauth/identity").text
/// }
/// ```
///
/// A token is looked for only when a service is called.
public struct OAuth1ClientsMiddleware<Context: OAuth1ClientsRequestContext>: RouterMiddleware {
    /// Finds the token of the request's user at a service, or `nil` if there is none.
    public typealias FetchToken =
        @Sendable (_ service: String, Request, Context) async throws -> OAuth1AccessToken?

    private let registry: OAuth1Registry
    private let fetchToken: FetchToken

    /// Creates the middleware.
    ///
    /// - Parameters:
    ///   - registry: The services.
    ///   - fetchToken: Finds the token of the request's user at a service, or `nil` if there is none.
    public init(_ registry: OAuth1Registry, fetchToken: @escaping FetchToken) {
        self.registry = registry
        self.fetchToken = fetchToken
    }

    /// Hands a request on with the clients in its context.
    ///
    /// - Parameters:
    ///   - input: The request.
    ///   - context: Its context.
    ///   - next: The rest of the middleware chain and the handler.
    /// - Returns: The response of the rest of the chain.
    /// - Throws: Errors of the rest of the chain.
    @concurrent
    public func handle(
        _ input: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.oauth1Clients = registry.clients { [fetchToken, context] service in
            try await fetchToken(service, input, context)
        }
        return try await next(input, context)
    }
}
#endif
