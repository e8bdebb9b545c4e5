//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Session {
    /// Creates a session for a service whose quirks are described.
    ///
    /// Placement, realm, body hash and empty token are the service's, whatever the configuration says.
    ///
    /// - Parameters:
    ///   - service: The service: a preset, or your own.
    ///   - client: The client's credentials.
    ///   - token: The token with which calls are signed, from where it was stored.
    ///   - method: How requests are signed; the service's own method by default.
    ///   - variables: Values of the service's variables.
    ///   - environment: The name of one of the service's environments, such as `sandbox`.
    ///   - configuration: The configuration for all signatures.
    ///   - options: Additional options that differ from the defaults.
    ///   - transport: Sends the requests.
    /// - Throws: ``OAuth1ClientError`` if the service does not take the signature method, or a variable has no value
    ///   that it can have.
    public init(
        service: OAuth1Service,
        client: OAuth1ClientCredentials,
        token: OAuth1AccessToken? = nil,
        method: OAuth1SignatureMethod? = nil,
        variables: [String: String] = [:],
        environment: String? = nil,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        transport: some OAuth1Transport
    ) throws(OAuth1ClientError) {
        self.init(
            try AsyncOAuth1Client(
                service: service,
                client: client,
                token: token,
                method: method,
                variables: variables,
                environment: environment,
                configuration: configuration,
                options: options,
                transport: transport
            )
        )
    }

    /// Builds the URL of the service's page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - requestToken: The request token.
    ///   - callback: The callback of the first step, for services that require it in this URL; others don't receive it.
    ///   - variant: The name of one of the service's other pages.
    ///   - parameters: Choices for the service's parameters, and additional parameters.
    /// - Returns: The URL to send the user to.
    /// - Throws: ``OAuth1ClientError`` if the service has no such page, or does not take such parameters.
    public func authorizationURL(
        for requestToken: OAuth1RequestToken,
        callback: OAuth1Callback? = nil,
        variant: String? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> String {
        try flow.authorizationURL(for: requestToken, callback: callback, variant: variant, parameters: parameters)
    }
}

@available(*, noasync, message: "use AsyncOAuth1Client")
extension OAuth1Session {
    /// Fetches a request token from the service (RFC 5849 section 2.1: temporary credentials).
    ///
    /// - Parameters:
    ///   - callback: Where the service sends the user afterwards; out of band by default.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The request token, to be kept until the user comes back.
    /// - Throws: ``OAuth1ClientError``.
    public func fetchRequestToken(
        callback: OAuth1Callback = .outOfBand,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1RequestToken {
        let client = client
        return try Blocking.run { try await client.fetchRequestToken(callback: callback, parameters: parameters) }
    }

    /// Exchanges the authorized request token for an access token of the service (RFC 5849 section 2.3).
    ///
    /// - Parameters:
    ///   - authorization: The authorized request token.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    public func fetchAccessToken(
        authorization: OAuth1Authorization,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        let client = client
        return try Blocking.run {
            try await client.fetchAccessToken(authorization: authorization, parameters: parameters)
        }
    }

    /// Exchanges a request token for an access token with a verifier that the user typed in or a callback brought.
    ///
    /// - Parameters:
    ///   - requestToken: The request token of this login, from where it was stored.
    ///   - verifier: The verifier, or `nil` with services that have none.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    public func fetchAccessToken(
        requestToken: OAuth1RequestToken,
        verifier: String?,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        try fetchAccessToken(
            authorization: OAuth1Authorization(requestToken: requestToken, verifier: verifier),
            parameters: parameters
        )
    }

    /// Exchanges a user's name and password for an access token (xAuth), with services that do so.
    ///
    /// - Parameters:
    ///   - username: The user's name.
    ///   - password: The user's password, which is not kept.
    ///   - parameters: Choices for the service's parameters, and additional fields of the form.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    public func fetchAccessToken(
        username: String,
        password: OAuth1Secret,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1AccessToken {
        let client = client
        return try Blocking.run {
            try await client.fetchAccessToken(username: username, password: password, parameters: parameters)
        }
    }

    /// Makes the service's call that verifies a login.
    ///
    /// - Parameter token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func probe(token: OAuth1CallToken = .client) throws -> OAuth1Response {
        let client = client
        return try Blocking.run { try await client.probe(token: token) }
    }
}
