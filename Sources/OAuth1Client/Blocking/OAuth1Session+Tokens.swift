//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Session {
    /// The same session with a token that is refreshed when it expired.
    ///
    /// - Parameter token: The token with which calls are signed; ``token`` is `nil` in the copy, as it would grow old.
    /// - Returns: The session.
    public func using(_ token: OAuth1RenewableToken) -> OAuth1Session { OAuth1Session(client.using(token)) }

    /// Refreshes an access token.
    ///
    /// - Parameters:
    ///   - url: The URL that refreshes tokens; in the style of OAuth Session it is the access-token URL.
    ///   - token: The token, expired or not, with the parameters that the service gave with it.
    ///   - style: How the service refreshes tokens.
    /// - Returns: The token to store and to use from now on.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func renew(
        _ url: String,
        token: OAuth1AccessToken,
        style: OAuth1RenewalStyle = .session
    ) throws -> OAuth1AccessToken {
        let client = client
        return try Blocking.run { try await client.renew(url, token: token, style: style) }
    }

    /// Makes an access token one that is refreshed when it expired, once for all the calls that wait for it.
    ///
    /// - Parameters:
    ///   - token: The token, with the parameters that the service gave with it.
    ///   - url: The URL that refreshes tokens; in the style of OAuth Session it is the access-token URL.
    ///   - style: How the service refreshes tokens.
    ///   - obtainedAt: When the token was issued, in seconds since 1970, if it shall be refreshed before it is rejected.
    ///   - store: Stores the new token, before any call is signed with it.
    /// - Returns: The token, for ``using(_:)-(OAuth1RenewableToken)`` or ``OAuth1CallToken/renewable(_:)``.
    public func renewable(
        _ token: OAuth1AccessToken,
        at url: String,
        style: OAuth1RenewalStyle = .session,
        obtainedAt: Int64? = nil,
        store: @escaping @Sendable (OAuth1AccessToken) throws -> Void
    ) -> OAuth1RenewableToken {
        client.renewable(token, at: url, style: style, obtainedAt: obtainedAt, store: store)
    }

    /// Refreshes an access token of the session's service.
    ///
    /// - Parameter token: The token, expired or not, with the parameters that the service gave with it.
    /// - Returns: The token to store and to use from now on.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func renew(_ token: OAuth1AccessToken) throws -> OAuth1AccessToken {
        let client = client
        return try Blocking.run { try await client.renew(token) }
    }

    /// Makes an access token of the session's service one that is refreshed when it expired.
    ///
    /// - Parameters:
    ///   - token: The token, with the parameters that the service gave with it.
    ///   - obtainedAt: When the token was issued, in seconds since 1970, if it shall be refreshed before it is rejected.
    ///   - store: Stores the new token, before any call is signed with it.
    /// - Returns: The token, for ``using(_:)-(OAuth1RenewableToken)`` or ``OAuth1CallToken/renewable(_:)``.
    public func renewable(
        _ token: OAuth1AccessToken,
        obtainedAt: Int64? = nil,
        store: @escaping @Sendable (OAuth1AccessToken) throws -> Void
    ) -> OAuth1RenewableToken {
        client.renewable(token, obtainedAt: obtainedAt, store: store)
    }

    /// Ends an access token of the session's service, so that nobody can use it anymore.
    ///
    /// - Parameter token: The token.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` if the service rejects.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func revoke(_ token: OAuth1AccessToken) throws {
        let client = client
        try Blocking.run { try await client.revoke(token) }
    }

    /// Fetches an access token with the user's name and password (xAuth), where a service allows that.
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - username: The user's name.
    ///   - password: The user's password, not to be kept.
    ///   - parameters: Additional fields of the form.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func fetchAccessToken(
        _ url: String,
        username: String,
        password: OAuth1Secret,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        let client = client
        return try Blocking.run {
            try await client.fetchAccessToken(url, username: username, password: password, parameters: parameters)
        }
    }
}
