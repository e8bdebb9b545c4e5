//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1
public import OAuth1Client

/// The services of a registry for one user: each call is signed with that user's token.
///
/// ```swift
/// let clients = registry.clients { name in try await database.token(of: user, at: name) }
/// let identity = try await clients.client("discogs").get("oauth/identity")
/// ```
public struct OAuth1UserClients: Sendable {
    /// Finds the user's token of a service, or `nil` if the user has none.
    public typealias FetchToken = @Sendable (_ service: String) async throws -> OAuth1AccessToken?

    private let registry: OAuth1Registry
    private let fetchToken: FetchToken

    init(_ registry: OAuth1Registry, fetchToken: @escaping FetchToken) {
        self.registry = registry
        self.fetchToken = fetchToken
    }

    /// A client of a service that signs with the user's token, and resolves relative paths on the service's API.
    ///
    /// - Parameter name: The name of the service in the registry.
    /// - Returns: The client.
    /// - Throws: ``OAuth1WebError`` with code ``OAuth1WebError/Code/unknownService`` or
    ///   ``OAuth1WebError/Code/missingToken``, or whatever kept the token from being found.
    public func client(_ name: String) async throws -> AsyncOAuth1Client {
        let client = try registry.client(name)
        guard let token = try await fetchToken(name) else {
            throw OAuth1WebError(
                .missingToken,
                "the user has no token for \(client.displayName): send the user to \(client.loginPath) first"
            )
        }
        return client.client.using(token)
    }

    /// Whether the user has a token of a service.
    ///
    /// - Parameter name: The name of the service in the registry.
    /// - Returns: Whether there is one.
    /// - Throws: ``OAuth1WebError`` with code ``OAuth1WebError/Code/unknownService``, or whatever kept the token from
    ///   being found.
    public func hasToken(of name: String) async throws -> Bool {
        _ = try registry.client(name)
        return try await fetchToken(name) != nil
    }
}

extension OAuth1Registry {
    /// The services for one user.
    ///
    /// - Parameter fetchToken: Finds the user's token of a service, or `nil` if the user has none.
    /// - Returns: The clients.
    public func clients(fetchToken: @escaping OAuth1UserClients.FetchToken) -> OAuth1UserClients {
        OAuth1UserClients(self, fetchToken: fetchToken)
    }
}
