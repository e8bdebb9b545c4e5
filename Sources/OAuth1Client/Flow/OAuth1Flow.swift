//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// The three steps to an access token as pure functions (RFC 5849 section 2): requests are built, responses are read.
///
/// Every client, blocking or not, and the web integrations are shells over this: they move bytes.
public struct OAuth1Flow: Sendable {
    /// The client's credentials.
    public let client: OAuth1ClientCredentials
    /// How requests are signed.
    public let method: OAuth1SignatureMethod
    /// The configuration for all signatures.
    public let configuration: OAuth1SigningConfiguration
    /// Options for the service's quirks.
    public let options: OAuth1FlowOptions
    let resolved: ResolvedService?

    /// Creates a flow.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - method: How requests are signed.
    ///   - configuration: The configuration for all signatures.
    ///   - options: Options for the service's quirks.
    public init(
        client: OAuth1ClientCredentials,
        method: OAuth1SignatureMethod = .hmacSHA1,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions()
    ) {
        self.client = client
        self.method = method
        self.configuration = configuration
        self.options = options
        self.resolved = nil
    }

    /// Creates a flow with a service whose quirks are described.
    init(
        client: OAuth1ClientCredentials,
        method: OAuth1SignatureMethod,
        configuration: OAuth1SigningConfiguration,
        options: OAuth1FlowOptions,
        service: ResolvedService
    ) {
        self.client = client
        self.method = method
        self.configuration = configuration
        self.options = options
        self.resolved = service
    }

    /// The signer for a token.
    ///
    /// - Parameter token: The token, or `nil` for requests without one.
    /// - Returns: The signer.
    public func signer(for token: (any OAuth1Token)?) -> OAuth1Signer {
        OAuth1Signer(client: client, token: token, method: method, configuration: configuration)
    }

    // MARK: Step 1

    /// Builds the request for a request token (RFC 5849 section 2.1).
    ///
    /// - Parameters:
    ///   - url: The service's request-token URL.
    ///   - callback: Where the service sends the user afterwards.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the URL or the callback can't be used.
    public func requestTokenRequest(
        _ url: String,
        callback: OAuth1Callback,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        try callback.check()
        return OAuth1UnsignedRequest(
            request: try tokenRequest(.requestToken, options.tokenRequestMethod, url, parameters),
            body: nil,
            signer: signer(for: nil),
            options: OAuth1SigningOptions(callback: callback.value, isTokenRequest: true),
            step: .requestToken
        )
    }

    /// Reads the response with the request token.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - callback: The callback that the request had.
    /// - Returns: The request token.
    /// - Throws: ``OAuth1ClientError`` that says what the service answered instead, or that it did not confirm the
    ///   callback.
    public func readRequestToken(
        _ response: OAuth1Response,
        callback: OAuth1Callback
    ) throws -> OAuth1RequestToken {
        let token = try tokenResponse(.requestToken, response, signer: signer(for: nil), hiding: [])
        let isConfirmed = token.parameters["oauth_callback_confirmed"] == "true"
        guard isConfirmed || !options.requiresCallbackConfirmation || callback == .omitted else {
            throw OAuth1ClientError(
                .callbackNotConfirmed,
                "the service did not confirm the callback: expected oauth_callback_confirmed=true (OAuth 1.0a)",
                recoverySuggestion:
                    "Check that the URL is the OAuth 1.0a endpoint. Without the confirmation, an attacker can "
                    + "take over a login; if this service never sends it, set requiresCallbackConfirmation to false",
                step: .requestToken,
                url: response.url,
                status: response.status
            )
        }
        return OAuth1RequestToken(
            token: token.token,
            secret: token.secret,
            isCallbackConfirmed: isConfirmed,
            parameters: token.others
        )
    }

    // MARK: Step 2

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
        var all: OAuth1Parameters = [OAuth1Parameter("oauth_token", requestToken.token)]
        all.append(contentsOf: parameters)
        return WireURL.appending(all, to: url)
    }

    // MARK: Step 3

    /// Builds the request for the access token (RFC 5849 section 2.3), signed with the request token's secret.
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - authorization: The authorized request token.
    ///   - parameters: Additional parameters that the service requires, sent in the query and signed.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the verifier is missing or the URL can't be used.
    public func accessTokenRequest(
        _ url: String,
        authorization: OAuth1Authorization,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        try checkVerifier(of: authorization)
        return OAuth1UnsignedRequest(
            request: try tokenRequest(.accessToken, options.tokenRequestMethod, url, parameters),
            body: nil,
            signer: signer(for: authorization.requestToken),
            options: OAuth1SigningOptions(verifier: authorization.verifier, isTokenRequest: true),
            step: .accessToken
        )
    }

    /// Reads the response with the access token.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - requestToken: The request token that was exchanged.
    /// - Returns: The access token.
    /// - Throws: ``OAuth1ClientError`` that says what the service answered instead.
    public func readAccessToken(
        _ response: OAuth1Response,
        exchanging requestToken: OAuth1RequestToken
    ) throws -> OAuth1AccessToken {
        let token = try tokenResponse(
            .accessToken,
            response,
            signer: signer(for: requestToken),
            hiding: [requestToken.secret]
        )
        return OAuth1AccessToken(token: token.token, secret: token.secret, parameters: token.others)
    }

    /// Reads the response with an access token for which no request token was exchanged, as with xAuth.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - secrets: Secrets that no error may show, for example the user's password.
    /// - Returns: The access token.
    /// - Throws: ``OAuth1ClientError`` that says what the service answered instead.
    public func readAccessToken(_ response: OAuth1Response, hiding secrets: [OAuth1Secret]) throws -> OAuth1AccessToken
    {
        let token = try tokenResponse(.accessToken, response, signer: signer(for: nil), hiding: secrets)
        return OAuth1AccessToken(token: token.token, secret: token.secret, parameters: token.others)
    }

    /// There is no access token without a verifier, except for services that have none.
    func checkVerifier(of authorization: OAuth1Authorization) throws {
        guard options.requiresVerifier, (authorization.verifier ?? "").isEmpty else { return }
        throw OAuth1ClientError(
            .missingVerifier,
            "the verifier is missing",
            recoverySuggestion:
                "Parse the callback with parseAuthorizationResponse first, or pass the code that the user typed in "
                + "(verifier:). If this service has none, set requiresVerifier to false",
            step: .accessToken
        )
    }

    func tokenResponse(
        _ step: OAuth1ClientError.Step,
        _ response: OAuth1Response,
        signer: @autoclosure () -> OAuth1Signer,
        hiding secrets: [OAuth1Secret]
    ) throws -> TokenResponse {
        try TokenResponse(
            options.hooks.mended(response),
            step: step,
            signer: signer(),
            hiding: [client.secret] + secrets,
            requiresSecret: options.requiresTokenSecret,
            format: resolved?.service.tokenResponse.format ?? .auto
        )
    }

    // MARK: Protected resources

    /// Builds a request to a protected resource (RFC 5849 section 3).
    ///
    /// - Parameters:
    ///   - request: The request, which gets the header fields of the options that it does not have.
    ///   - body: The body exactly as it is sent.
    ///   - signer: The signer of the token.
    ///   - options: Signing options for this request.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the URL can't be used, or the service does not take such a request.
    public func resourceRequest(
        _ request: HTTPRequest,
        body: [UInt8]?,
        signer: OAuth1Signer,
        options: consuming OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> OAuth1UnsignedRequest {
        var request = try finished(request, .call)
        let isBearer = try addBearer(of: signer, to: &request)
        return OAuth1UnsignedRequest(
            request: request,
            body: body,
            signer: signer,
            options: options,
            isBearer: isBearer,
            mayNeedToken: resolved?.service.flow != .consumerOnly
        )
    }

    /// Builds a request for a token, not signed yet.
    func tokenRequest(
        _ step: OAuth1ClientError.Step,
        _ method: HTTPRequest.Method,
        _ url: String,
        _ parameters: OAuth1Parameters
    ) throws -> HTTPRequest {
        var request: HTTPRequest
        do {
            request = try HTTPRequest(method, wireURL: url, parameters: parameters)
        } catch {
            throw OAuth1ClientError.invalidURL(error, step, url)
        }
        request.headerFields[.accept] = "application/x-www-form-urlencoded, application/json;q=0.5, */*;q=0.1"
        return try finished(request, step)
    }

    /// The request with the header fields that all have, if it may be sent.
    func finished(_ request: HTTPRequest, _ step: OAuth1ClientError.Step) throws -> HTTPRequest {
        var request = request
        if !options.headerFields.isEmpty {
            let missing = options.headerFields.filter { !request.headerFields.contains($0.name) }
            request.headerFields.append(contentsOf: missing)
        }
        try checkTransportSecurity(of: request, step)
        try checkUserAgent(of: request, step)
        return request
    }

    /// Requests leave this machine over TLS only, unless the options say otherwise (RFC 5849 sections 2.1 and 4).
    func checkTransportSecurity(of request: HTTPRequest, _ step: OAuth1ClientError.Step? = nil) throws {
        guard !request.isConfidential, !options.allowsInsecureHTTP else { return }
        throw OAuth1ClientError.insecureTransport(
            request,
            step,
            risk:
                "Over http, an attacker on the network can read and change the request. If this service has only http, "
                + "set allowsInsecureHTTP of OAuth1FlowOptions"
        )
    }
}
