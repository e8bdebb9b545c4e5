//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// One user's login and calls, with async/await: the session remembers each step's credentials for the next.
///
/// ```swift
/// let client = AsyncOAuth1Client(client: credentials, transport: .urlSession)
/// let session = client.userSession()
/// session.callback = .url("https://app.example.org/callback")
/// try await session.fetchRequestToken(requestTokenURL)
/// print("Open", try session.authorizationURL(authorizeURL))
/// try session.parseAuthorizationResponse(callbackURL)
/// try await session.fetchAccessToken(accessTokenURL)
/// let account = try await session.get("https://api.example.com/account")
/// ```
///
/// For a script, a tool or an app with one user. A session belongs to one user: its calls take no other token, so that no
/// token can get into another user's request. For a server with many users use ``AsyncOAuth1Client``, whose callers carry
/// the tokens. ``OAuth1UserSession`` is the blocking twin.
public final class AsyncOAuth1UserSession: Sendable {
    /// The client without a token, with which requests for tokens are made.
    public let client: AsyncOAuth1Client
    private let session: SessionState

    init(
        _ client: AsyncOAuth1Client,
        state: OAuth1LoginState,
        callback: OAuth1Callback,
        store: (any OAuth1SessionStore)?
    ) {
        self.client = client.using(nil)
        self.session = SessionState(self.client, state: state, callback: callback, store: store)
    }

    // MARK: State

    /// How far the login has come, with its credentials.
    ///
    /// Setting it does not save it.
    public var state: OAuth1LoginState {
        get { session.state }
        set { session.change { $0 = newValue } }
    }

    /// Where the service sends the user after the decision (`oauth_callback`); out of band unless set.
    ///
    /// Set it before ``fetchRequestToken(_:callback:parameters:)``.
    public var callback: OAuth1Callback {
        get { session.callback }
        set { session.callback = newValue }
    }

    /// The request token, from the first step until it is exchanged (RFC 5849: temporary credentials).
    public var requestToken: OAuth1RequestToken? { state.requestToken }

    /// The access token that calls are signed with (RFC 5849: token credentials).
    ///
    /// Setting it does not save it.
    public var token: OAuth1AccessToken? {
        get { state.accessToken }
        set { state = newValue.map { OAuth1LoginState(accessToken: $0) } ?? OAuth1LoginState() }
    }

    /// Saves what is remembered, if the session has a store.
    ///
    /// - Throws: The store's error.
    public func save() async throws {
        try await session.save()
    }

    /// Forgets the user's credentials, in the store too.
    ///
    /// The service is not informed: the token stays valid there until it is revoked.
    ///
    /// - Throws: The store's error.
    public func logOut() async throws {
        token = nil
        try await save()
    }

    // MARK: The OAuth flow

    /// Fetches a request token and remembers it (RFC 5849 section 2.1: temporary credentials).
    ///
    /// A login that was in progress, and an access token, are forgotten once the new request token is there.
    ///
    /// - Parameters:
    ///   - url: The service's request-token URL.
    ///   - callback: Where the service sends the user afterwards; ``callback`` by default, which it replaces.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The request token.
    /// - Throws: ``OAuth1ClientError``, or the store's error.
    @discardableResult
    public func fetchRequestToken(
        _ url: String,
        callback: OAuth1Callback? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1RequestToken {
        if let callback { self.callback = callback }
        let token = try await client.fetchRequestToken(url, callback: self.callback, parameters: parameters)
        return try await remember(token)
    }

    /// Fetches a request token from the described service and remembers it (RFC 5849 section 2.1).
    ///
    /// - Parameters:
    ///   - callback: Where the service sends the user afterwards; ``callback`` by default, which it replaces.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The request token.
    /// - Throws: ``OAuth1ClientError``, or the store's error.
    @discardableResult
    public func fetchRequestToken(
        callback: OAuth1Callback? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1RequestToken {
        if let callback { self.callback = callback }
        let token = try await client.fetchRequestToken(callback: self.callback, parameters: parameters)
        return try await remember(token)
    }

    /// Builds the URL of the page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - url: The service's authorization URL, whose query is kept.
    ///   - parameters: Additional parameters that the service requires.
    /// - Returns: The URL to send the user to.
    /// - Throws: ``OAuth1ClientError`` if the session has no request token.
    public func authorizationURL(_ url: String, parameters: OAuth1Parameters = []) throws -> String {
        client.authorizationURL(url, for: try session.state.requiredRequestToken(), parameters: parameters)
    }

    /// Builds the URL of the described service's page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - variant: The name of one of the service's other pages.
    ///   - parameters: Choices for the service's parameters, and additional parameters.
    /// - Returns: The URL to send the user to.
    /// - Throws: ``OAuth1ClientError`` if the session has no request token, or the service has no such page.
    public func authorizationURL(variant: String? = nil, parameters: OAuth1Parameters = []) throws -> String {
        try client.authorizationURL(
            for: session.state.requiredRequestToken(),
            callback: callback,
            variant: variant,
            parameters: parameters
        )
    }

    /// Reads the callback with which the service sends the user back, and remembers the decision (RFC 5849 section 2.2).
    ///
    /// - Parameter callbackURL: The URL that the user arrived at, absolute or from the path on.
    /// - Returns: The user's decision. A user who declines is a result, not an error.
    /// - Throws: ``OAuth1ClientError`` if the callback is not one of this login.
    @discardableResult
    public func parseAuthorizationResponse(_ callbackURL: String) throws -> OAuth1AuthorizationResponse {
        let requestToken = try session.state.requiredRequestToken()
        let response = try client.parseAuthorizationResponse(callbackURL, for: requestToken)
        session.change { $0.decide(response, for: requestToken) }
        return response
    }

    /// Exchanges the authorized request token for an access token and remembers it (RFC 5849 section 2.3).
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - verifier: The verifier (`oauth_verifier`) that the user typed in, if no callback was parsed.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The access token. Later calls are signed with it.
    /// - Throws: ``OAuth1ClientError``, also if the user declined, or the store's error.
    @discardableResult
    public func fetchAccessToken(
        _ url: String,
        verifier: String? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1AccessToken {
        let authorization = try session.state.authorization(verifier: verifier)
        let token = try await client.fetchAccessToken(url, authorization: authorization, parameters: parameters)
        return try await remember(token, exchanging: authorization.requestToken)
    }

    /// Exchanges the authorized request token for an access token of the described service (RFC 5849 section 2.3).
    ///
    /// - Parameters:
    ///   - verifier: The verifier (`oauth_verifier`) that the user typed in, if no callback was parsed.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The access token. Later calls are signed with it.
    /// - Throws: ``OAuth1ClientError``, also if the user declined, or the store's error.
    @discardableResult
    public func fetchAccessToken(
        verifier: String? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1AccessToken {
        let authorization = try session.state.authorization(verifier: verifier)
        let token = try await client.fetchAccessToken(authorization: authorization, parameters: parameters)
        return try await remember(token, exchanging: authorization.requestToken)
    }

    private func remember(_ requestToken: OAuth1RequestToken) async throws -> OAuth1RequestToken {
        session.change { $0.start(requestToken) }
        try await session.save()
        return requestToken
    }

    private func remember(
        _ token: OAuth1AccessToken,
        exchanging requestToken: OAuth1RequestToken
    ) async throws -> OAuth1AccessToken {
        if session.change({ $0.complete(token, exchanging: requestToken) }) { try await session.save() }
        return token
    }

    /// The client that signs with the user's token.
    func signingClient() throws -> AsyncOAuth1Client { try session.signingClient() }
}
