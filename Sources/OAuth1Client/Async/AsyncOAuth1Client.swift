//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// Logs in with a service in three steps and then calls it, with async/await.
///
/// ```swift
/// let client = AsyncOAuth1Client(
///     client: OAuth1ClientCredentials(key: "…", secret: consumerSecret),
///     transport: .urlSession
/// )
/// let requestToken = try await client.fetchRequestToken(
///     "https://api.example.com/oauth/request_token",
///     callback: .url("https://app.example.org/callback")
/// )
/// // Store the request token, and send the user to this page:
/// let page = client.authorizationURL(
///     "https://api.example.com/oauth/authorize",
///     for: requestToken
/// )
/// // Read the callback when the user comes back:
/// let answer = try client.parseAuthorizationResponse(
///     callbackURL,
///     for: requestToken
/// )
/// let accessToken = try await client.fetchAccessToken(
///     "https://api.example.com/oauth/access_token",
///     authorization: answer.authorization()
/// )
/// let user = client.using(accessToken)
/// let response = try await user.get("https://api.example.com/account")
/// ```
///
/// A client is a value that never changes, so that one user's token can't end up in another user's request: share it
/// between tasks, and pass a token with each call or make a copy for each user with
/// ``using(_:)-(OAuth1AccessToken?)``. Between the steps only the request token has to be kept; another process can go
/// on with it.
public struct AsyncOAuth1Client: Sendable {
    /// The rules of the three steps.
    public let flow: OAuth1Flow
    /// The token with which calls are signed that don't bring their own.
    public let token: OAuth1AccessToken?
    let runner: ExchangeRunner
    private let signer: OAuth1Signer
    /// The token that takes the place of ``token`` because it is refreshed.
    private let renewable: OAuth1RenewableToken?
    /// The OAuth 2.0 token that calls carry in place of a signature.
    private let bearer: OAuth2Token?

    /// Creates a client.
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
            flow: OAuth1Flow(client: client, method: method, configuration: configuration, options: options),
            token: token,
            transport: transport
        )
    }

    init(flow: OAuth1Flow, token: OAuth1AccessToken?, transport: any OAuth1Transport) {
        self.init(runner: ExchangeRunner(flow: flow, transport: transport), token: token)
    }

    private init(
        runner: ExchangeRunner,
        token: OAuth1AccessToken?,
        renewable: OAuth1RenewableToken? = nil,
        bearer: OAuth2Token? = nil
    ) {
        self.flow = runner.flow
        self.token = token
        self.runner = runner
        self.signer = token.map { runner.flow.signer(for: $0) } ?? runner.tokenlessSigner
        self.renewable = renewable
        self.bearer = bearer
    }

    /// The same client with another token.
    ///
    /// - Parameter token: The token with which calls are signed, or `nil` for calls without one.
    /// - Returns: The client.
    public func using(_ token: OAuth1AccessToken?) -> AsyncOAuth1Client {
        AsyncOAuth1Client(runner: runner, token: token)
    }

    /// The same client with a token that is refreshed when it expired.
    ///
    /// - Parameter token: The token with which calls are signed; ``token`` is `nil` in the copy, as it would grow old.
    /// - Returns: The client.
    public func using(_ token: OAuth1RenewableToken) -> AsyncOAuth1Client {
        AsyncOAuth1Client(runner: runner, token: nil, renewable: token)
    }

    /// The same client with an OAuth 2.0 token, which calls carry in place of a signature.
    ///
    /// - Parameter token: The token. It is sent to the host of the base URL only.
    /// - Returns: The client.
    public func using(_ token: OAuth2Token) -> AsyncOAuth1Client {
        AsyncOAuth1Client(runner: runner, token: nil, bearer: token)
    }

    /// The token of a call.
    func accessToken(for token: OAuth1CallToken) async throws -> OAuth1AccessToken? {
        switch token {
        case .user(let token): token
        case .none, .bearer: nil
        case .renewable(let token): try await token.current().token
        case .client: try await renewable?.current().token ?? self.token
        }
    }

    // MARK: The three steps

    /// Fetches a request token (RFC 5849 section 2.1: temporary credentials).
    ///
    /// - Parameters:
    ///   - url: The service's request-token URL.
    ///   - callback: Where the service sends the user afterwards; out of band by default.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The request token, to be kept until the user comes back.
    /// - Throws: ``OAuth1ClientError``.
    public func fetchRequestToken(
        _ url: String,
        callback: OAuth1Callback = .outOfBand,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1RequestToken {
        let request = try flow.requestTokenRequest(url, callback: callback, parameters: parameters)
        return try await runner.run(request, .requestToken) { response in
            try flow.readRequestToken(response, callback: callback)
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
        try runner.observation.observingAuthorization {
            try flow.parseAuthorizationResponse(callbackURL, for: requestToken)
        }
    }

    /// Exchanges the authorized request token for an access token (RFC 5849 section 2.3: token credentials).
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - authorization: The authorized request token.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    public func fetchAccessToken(
        _ url: String,
        authorization: OAuth1Authorization,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1AccessToken {
        let request = try flow.accessTokenRequest(url, authorization: authorization, parameters: parameters)
        return try await runner.run(request, .accessToken) { response in
            try flow.readAccessToken(response, exchanging: authorization.requestToken)
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
    public func fetchAccessToken(
        _ url: String,
        requestToken: OAuth1RequestToken,
        verifier: String?,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1AccessToken {
        let authorization = OAuth1Authorization(requestToken: requestToken, verifier: verifier)
        return try await fetchAccessToken(url, authorization: authorization, parameters: parameters)
    }

    // MARK: Calls

    /// Signs a request and sends it, exactly as it is.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path. It gets the header fields of the options that it does
    ///     not have.
    ///   - body: The body, or `nil` if there is none. The Content-Type field determines whether it is a form.
    ///   - token: Which token to sign with; by default the client's.
    ///   - options: Signing options for this call, such as parameters that are signed and not sent.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``, or `CancellationError`.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        token: OAuth1CallToken = .client,
        options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) async throws -> OAuth1Response {
        try await runner.run(call(request, body: body, token: token, options: options))
    }

    /// Makes a call of a request.
    func call(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        token: OAuth1CallToken,
        options: consuming OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> PendingCall {
        let (signer, renewable): (OAuth1Signer, OAuth1RenewableToken?)
        switch token {
        case .client:
            if let bearer { return PendingCall(try flow.resourceRequest(request, body: body, bearer: bearer)) }
            (signer, renewable) = (self.signer, self.renewable)
        case .user(let token): (signer, renewable) = (flow.signer(for: token), nil)
        case .renewable(let token): (signer, renewable) = (runner.tokenlessSigner, token)
        case .bearer(let token): return PendingCall(try flow.resourceRequest(request, body: body, bearer: token))
        case .none: (signer, renewable) = (runner.tokenlessSigner, nil)
        }
        let unsigned = try flow.resourceRequest(request, body: body, signer: signer, options: options)
        return PendingCall(unsigned, renewing: renewable)
    }
}
