//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

extension OAuth1Flow {
    /// Creates a flow with a service whose quirks are described.
    ///
    /// Placement, realm, body hash and empty token are the service's, whatever the configuration says; clock, nonces
    /// and limits are the configuration's.
    ///
    /// - Parameters:
    ///   - service: The service.
    ///   - client: The client's credentials.
    ///   - method: How requests are signed; the service's own method by default. RSA methods have to be given, as they
    ///     have a key.
    ///   - variables: Values of the service's variables.
    ///   - environment: The name of one of the service's environments, such as `sandbox`.
    ///   - configuration: The configuration for all signatures.
    ///   - options: Additional options that differ from the defaults.
    /// - Throws: ``OAuth1ClientError`` if the service does not take the signature method, or a variable has no value
    ///   that it can have.
    public init(
        service: OAuth1Service,
        client: OAuth1ClientCredentials,
        method: OAuth1SignatureMethod? = nil,
        variables: [String: String] = [:],
        environment: String? = nil,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions()
    ) throws(OAuth1ClientError) {
        let resolved: ResolvedService
        do {
            resolved = try ResolvedService(
                service,
                variables: variables,
                environment: environment,
                consumerKey: client.key
            )
        } catch {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the description of the service \(service.name) is invalid: \(error)",
                recoverySuggestion:
                    "Correct the field \(error.field) of the OAuth1Service, or the value of its variable",
                cause: error
            )
        }
        self.init(
            client: client,
            method: try resolved.method(method),
            configuration: resolved.configuration(.api, configuration),
            options: resolved.options(options),
            service: resolved
        )
    }

    /// The service, if the flow was made with one.
    public var service: OAuth1Service? { resolved?.service }

    /// The URL of one of the service's token endpoints, with the values of its variables.
    ///
    /// - Parameter step: The step, such as the refresh of a token.
    /// - Returns: The URL.
    /// - Throws: ``OAuth1ClientError`` if there is no such endpoint.
    public func url(of step: OAuth1Service.Step) throws(OAuth1ClientError) -> String {
        try describedService().endpoint(step).url
    }

    /// Builds the request for a request token (RFC 5849 section 2.1).
    ///
    /// - Parameters:
    ///   - callback: Where the service sends the user afterwards.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the service does not take such a request.
    public func requestTokenRequest(
        callback: OAuth1Callback,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        let service = try describedService()
        _ = try service.endpoint(.requestToken)
        try service.check(callback)
        let isSent = service.service.callback.sentAt == .requestToken
        return try tokenRequest(
            .requestToken,
            token: nil,
            parameters,
            OAuth1SigningOptions(callback: isSent ? callback.value : nil, isTokenRequest: true)
        )
    }

    /// Builds the URL of the page where the user decides (RFC 5849 section 2.2).
    ///
    /// - Parameters:
    ///   - requestToken: The request token.
    ///   - callback: The callback of the first step, for services that require it in this URL; others don't receive it.
    ///   - variant: The name of one of the service's other pages, such as one for users who only sign in.
    ///   - parameters: Choices for the service's parameters, and additional parameters.
    /// - Returns: The URL to send the user to.
    /// - Throws: ``OAuth1ClientError`` if the service has no such page, or does not take such parameters.
    public func authorizationURL(
        for requestToken: OAuth1RequestToken,
        callback: OAuth1Callback? = nil,
        variant: String? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> String {
        try describedService()
            .authorizationURL(
                token: requestToken.token,
                callback: callback,
                variant: variant,
                parameters
            )
    }

    /// Builds the request for the access token (RFC 5849 section 2.3), signed with the request token's secret.
    ///
    /// - Parameters:
    ///   - authorization: The authorized request token.
    ///   - parameters: Choices for the service's parameters, and additional parameters, sent in the query and signed.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the verifier is missing or the service does not take such a request.
    public func accessTokenRequest(
        authorization: OAuth1Authorization,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        let service = try describedService()
        guard service.service.flow == .threeLegged else {
            _ = try service.endpoint(.requestToken)
            throw service.unsupported("does not use request tokens", "Use the flow that the OAuth1Service describes")
        }
        try checkVerifier(of: authorization)
        let hasVerifier = service.service.verifier == .required
        return try tokenRequest(
            .accessToken,
            token: authorization.requestToken,
            parameters,
            OAuth1SigningOptions(verifier: hasVerifier ? authorization.verifier : nil, isTokenRequest: true)
        )
    }

    /// Builds the request that exchanges a user's name and password for an access token (xAuth).
    ///
    /// - Parameters:
    ///   - username: The user's name.
    ///   - password: The user's password.
    ///   - parameters: Choices for the service's parameters, and additional fields of the form.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the service does not take such a request.
    public func accessTokenRequest(
        username: String,
        password: OAuth1Secret,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        let service = try describedService()
        guard service.service.flow == .xAuth else {
            throw service.unsupported("does not support xAuth (name and password)", "Log in with a request token")
        }
        return try tokenRequest(
            .accessToken,
            token: nil,
            parameters,
            OAuth1SigningOptions(isTokenRequest: true),
            form: OAuth1Flow.xAuthForm(username: username, password: password)
        )
    }

    /// Builds a request for a token in the way of the service.
    func tokenRequest(
        _ step: OAuth1Service.Step,
        token: (any OAuth1Token)?,
        _ given: OAuth1Parameters,
        _ options: OAuth1SigningOptions,
        form: OAuth1Parameters = [],
        values: [String: String] = [:],
        others: OAuth1Service.Parameter.Place? = nil
    ) throws -> OAuth1UnsignedRequest {
        let service = try describedService()
        let endpoint = try service.endpoint(step)
        // Additional parameters go to the same place as the request's: after name and password in a form, or in the query.
        let parameters = try service.parameters(
            of: endpoint,
            given: given,
            others: others ?? (form.isEmpty ? .query : .body),
            values: values
        )
        var request = try tokenRequest(OAuth1ClientError.Step(step), endpoint.method, endpoint.url, parameters.query)
        var form = form
        form.append(contentsOf: parameters.body)
        if !form.isEmpty { request.headerFields[.contentType] = "application/x-www-form-urlencoded" }
        var options = options
        options.additionalParameters.append(contentsOf: parameters.oauth)
        return OAuth1UnsignedRequest(
            request: request,
            body: form.isEmpty ? nil : form.formEncoded,
            signer: OAuth1Signer(
                client: client,
                token: token,
                method: method,
                configuration: service.configuration(step, configuration)
            ),
            options: options,
            step: OAuth1ClientError.Step(step)
        )
    }

    func describedService() throws(OAuth1ClientError) -> ResolvedService {
        guard let resolved else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "this client was created without a service",
                recoverySuggestion: "Create the client with an OAuth1Service, or pass the URL of this step"
            )
        }
        return resolved
    }
}
