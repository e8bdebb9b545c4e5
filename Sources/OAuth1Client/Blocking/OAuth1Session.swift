//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// Logs in with a service in three steps and then calls it, blocking the thread: ``AsyncOAuth1Client``'s twin.
///
/// For scripts, tools and worker threads. It has the methods of ``AsyncOAuth1Client``, one for one, and does the same,
/// as it wraps the same client and waits for it: redirects, retries and every signature method included. From asynchronous
/// code use ``AsyncOAuth1Client``, as a blocked thread of Swift's pool is one less for everybody; the compiler says so.
///
/// ```swift
/// let session = OAuth1Session(
///     client: OAuth1ClientCredentials(key: "…", secret: consumerSecret),
///     transport: .urlSession
/// )
/// let requestToken = try session.fetchRequestToken(
///     "https://api.example.com/oauth/request_token"
/// )
/// let page = session.authorizationURL(
///     "https://api.example.com/oauth/authorize",
///     for: requestToken
/// )
/// print("Open", page)
/// let accessToken = try session.fetchAccessToken(
///     "https://api.example.com/oauth/access_token",
///     requestToken: requestToken,
///     verifier: readLine()
/// )
/// let user = session.using(accessToken)
/// print(try user.get("https://api.example.com/account").text)
/// ```
public struct OAuth1Session: Sendable {
    /// The client that does the work.
    public let client: AsyncOAuth1Client

    /// The rules of the three steps.
    public var flow: OAuth1Flow { client.flow }
    /// The token with which calls are signed that don't bring their own.
    public var token: OAuth1AccessToken? { client.token }

    /// Creates a session.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - token: The token with which calls are signed, from where it was stored.
    ///   - method: How requests are signed.
    ///   - configuration: The configuration for all signatures.
    ///   - options: Options for the service's quirks.
    ///   - transport: Sends the requests.
    public init(
        client: OAuth1ClientCredentials,
        token: OAuth1AccessToken? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        transport: some OAuth1Transport
    ) {
        self.init(
            AsyncOAuth1Client(
                client: client,
                token: token,
                method: method,
                configuration: configuration,
                options: options,
                transport: transport
            )
        )
    }

    /// Creates the blocking twin of a client.
    ///
    /// - Parameter client: The client.
    public init(_ client: AsyncOAuth1Client) {
        self.client = client
    }

    /// The same session with another token.
    ///
    /// - Parameter token: The token with which calls are signed, or `nil` for calls without one.
    /// - Returns: The session.
    public func using(_ token: OAuth1AccessToken?) -> OAuth1Session { OAuth1Session(client.using(token)) }

    // MARK: The three steps

    /// Fetches a request token (RFC 5849 section 2.1: temporary credentials).
    ///
    /// - Parameters:
    ///   - url: The service's request-token URL.
    ///   - callback: Where the service sends the user afterwards; out of band by default.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The request token, to be kept until the user comes back.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func fetchRequestToken(
        _ url: String,
        callback: OAuth1Callback = .outOfBand,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1RequestToken {
        let client = client
        return try Blocking.run {
            try await client.fetchRequestToken(url, callback: callback, parameters: parameters)
        }
    }

    /// Builds the URL of the page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - url: The service's authorization URL, whose query is kept.
    ///   - requestToken: The request token.
    ///   - parameters: Additional parameters that the service requires.
    /// - Returns: The URL to send the user to.
    public func authorizationURL(
        _ url: String,
        for requestToken: OAuth1RequestToken,
        parameters: OAuth1Parameters = []
    ) -> String {
        flow.authorizationURL(url, for: requestToken, parameters: parameters)
    }

    /// Reads the callback with which the service sends the user back (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - callbackURL: The URL that the user arrived at, absolute or from the path on.
    ///   - requestToken: The request token of this login, from where it was stored.
    /// - Returns: The user's decision.
    /// - Throws: ``OAuth1ClientError``.
    public func parseAuthorizationResponse(
        _ callbackURL: String,
        for requestToken: OAuth1RequestToken
    ) throws -> OAuth1AuthorizationResponse {
        try client.parseAuthorizationResponse(callbackURL, for: requestToken)
    }

    /// Exchanges the authorized request token for an access token (RFC 5849 section 2.3: token credentials).
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - authorization: The authorized request token.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func fetchAccessToken(
        _ url: String,
        authorization: OAuth1Authorization,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        let client = client
        return try Blocking.run {
            try await client.fetchAccessToken(url, authorization: authorization, parameters: parameters)
        }
    }

    /// Exchanges a request token for an access token with a verifier that the user typed in or a callback brought.
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - requestToken: The request token of this login, from where it was stored.
    ///   - verifier: The verifier.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func fetchAccessToken(
        _ url: String,
        requestToken: OAuth1RequestToken,
        verifier: String?,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        let authorization = OAuth1Authorization(requestToken: requestToken, verifier: verifier)
        return try fetchAccessToken(url, authorization: authorization, parameters: parameters)
    }

    // MARK: Calls

    /// Signs a request and sends it, exactly as it is.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none. The Content-Type field determines whether it is a form.
    ///   - token: Which token to sign with; by default the client's.
    ///   - options: Signing options for this call, such as parameters that are signed and not sent.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        token: OAuth1CallToken = .client,
        options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> OAuth1Response {
        let client = client
        return try Blocking.run {
            try await client.send(request, body: body, token: token, options: options)
        }
    }
}
