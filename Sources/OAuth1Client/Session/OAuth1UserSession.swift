//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// One user's login and calls, blocking the thread: ``AsyncOAuth1UserSession``'s twin.
///
/// It has the methods of ``AsyncOAuth1UserSession``, one for one.
///
/// ```swift
/// let client = OAuth1Session(client: credentials, transport: .urlSession)
/// let session = client.userSession()
/// try session.fetchRequestToken(requestTokenURL)
/// print("Open", try session.authorizationURL(authorizeURL))
/// try session.fetchAccessToken(accessTokenURL, verifier: readLine())
/// print(try session.get("https://api.example.com/account").text)
/// ```
public final class OAuth1UserSession: Sendable {
    /// The asynchronous session that does the work.
    public let session: AsyncOAuth1UserSession

    /// Creates the blocking twin of a session.
    ///
    /// Both share what is remembered.
    ///
    /// - Parameter session: The session.
    public init(_ session: AsyncOAuth1UserSession) {
        self.session = session
    }

    /// The client without a token, which makes the requests for tokens.
    public var client: OAuth1Session { OAuth1Session(session.client) }

    // MARK: State

    /// How far the login has come, with its credentials.
    ///
    /// Setting it does not save it.
    public var state: OAuth1LoginState {
        get { session.state }
        set { session.state = newValue }
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
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func save() throws {
        try Blocking.run { [session] in try await session.save() }
    }

    /// Forgets the user's credentials, in the store too.
    ///
    /// The service is not informed: the token stays valid there until it is revoked.
    ///
    /// - Throws: The store's error.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func logOut() throws {
        token = nil
        try save()
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
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func fetchRequestToken(
        _ url: String,
        callback: OAuth1Callback? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1RequestToken {
        try Blocking.run { [session] in
            try await session.fetchRequestToken(url, callback: callback, parameters: parameters)
        }
    }

    /// Fetches a request token from the described service and remembers it (RFC 5849 section 2.1).
    ///
    /// - Parameters:
    ///   - callback: Where the service sends the user afterwards; ``callback`` by default, which it replaces.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The request token.
    /// - Throws: ``OAuth1ClientError``, or the store's error.
    @discardableResult
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func fetchRequestToken(
        callback: OAuth1Callback? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1RequestToken {
        try Blocking.run { [session] in try await session.fetchRequestToken(callback: callback, parameters: parameters)
        }
    }

    /// Builds the URL of the page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - url: The service's authorization URL, whose query is kept.
    ///   - parameters: Additional parameters that the service requires.
    /// - Returns: The URL to send the user to.
    /// - Throws: ``OAuth1ClientError`` if the session has no request token.
    public func authorizationURL(_ url: String, parameters: OAuth1Parameters = []) throws -> String {
        try session.authorizationURL(url, parameters: parameters)
    }

    /// Builds the URL of the described service's page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - variant: The name of one of the service's other pages.
    ///   - parameters: Choices for the service's parameters, and additional parameters.
    /// - Returns: The URL to send the user to.
    /// - Throws: ``OAuth1ClientError`` if the session has no request token, or the service has no such page.
    public func authorizationURL(variant: String? = nil, parameters: OAuth1Parameters = []) throws -> String {
        try session.authorizationURL(variant: variant, parameters: parameters)
    }

    /// Reads the callback with which the service sends the user back, and remembers the decision (RFC 5849 section 2.2).
    ///
    /// - Parameter callbackURL: The URL that the user arrived at, absolute or from the path on.
    /// - Returns: The user's decision. A user who declines is a result, not an error.
    /// - Throws: ``OAuth1ClientError`` if the callback is not one of this login.
    @discardableResult
    public func parseAuthorizationResponse(_ callbackURL: String) throws -> OAuth1AuthorizationResponse {
        try session.parseAuthorizationResponse(callbackURL)
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
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func fetchAccessToken(
        _ url: String,
        verifier: String? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        try Blocking.run { [session] in
            try await session.fetchAccessToken(url, verifier: verifier, parameters: parameters)
        }
    }

    /// Exchanges the authorized request token for an access token of the described service (RFC 5849 section 2.3).
    ///
    /// - Parameters:
    ///   - verifier: The verifier (`oauth_verifier`) that the user typed in, if no callback was parsed.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The access token. Later calls are signed with it.
    /// - Throws: ``OAuth1ClientError``, also if the user declined, or the store's error.
    @discardableResult
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func fetchAccessToken(
        verifier: String? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        try Blocking.run { [session] in try await session.fetchAccessToken(verifier: verifier, parameters: parameters) }
    }
}
