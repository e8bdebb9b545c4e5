//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
public import AsyncHTTPClient
public import OAuth1
public import OAuth1Client

extension OAuth1Session {
    /// Creates a session over AsyncHTTPClient.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - token: The token with which calls are signed, from where it was stored.
    ///   - method: How requests are signed.
    ///   - configuration: What all signatures have in common.
    ///   - options: What the service's quirks make necessary.
    ///   - httpClient: The HTTP client, which stays the application's; see ``AsyncHTTPClientTransport``.
    ///   - timeout: The longest that a request may take in all, 30 seconds unless given.
    public init(
        client: OAuth1ClientCredentials,
        token: OAuth1AccessToken? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        httpClient: HTTPClient,
        timeout: Duration = .seconds(30)
    ) {
        self.init(
            client: client,
            token: token,
            method: method,
            configuration: configuration,
            options: options,
            transport: AsyncHTTPClientTransport(httpClient: httpClient, timeout: timeout)
        )
    }

    /// Creates a session over AsyncHTTPClient for a service whose quirks are described.
    ///
    /// - Parameters:
    ///   - service: The service: a preset, or your own.
    ///   - client: The client's credentials.
    ///   - token: The token with which calls are signed, from where it was stored.
    ///   - method: How requests are signed; the service's default unless given.
    ///   - variables: Values of the service's variables.
    ///   - environment: The name of one of the service's environments, such as `sandbox`.
    ///   - configuration: What all signatures have in common.
    ///   - options: What else is to be done otherwise than usual.
    ///   - httpClient: The HTTP client, which stays the application's; see ``AsyncHTTPClientTransport``.
    ///   - timeout: The longest that a request may take in all, 30 seconds unless given.
    /// - Throws: `OAuth1ClientError` if the service does not take the signature method, or a variable has no value that
    ///   it can have.
    public init(
        service: OAuth1Service,
        client: OAuth1ClientCredentials,
        token: OAuth1AccessToken? = nil,
        method: OAuth1SignatureMethod? = nil,
        variables: [String: String] = [:],
        environment: String? = nil,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        httpClient: HTTPClient,
        timeout: Duration = .seconds(30)
    ) throws(OAuth1ClientError) {
        try self.init(
            service: service,
            client: client,
            token: token,
            method: method,
            variables: variables,
            environment: environment,
            configuration: configuration,
            options: options,
            transport: AsyncHTTPClientTransport(httpClient: httpClient, timeout: timeout)
        )
    }
}
#endif
