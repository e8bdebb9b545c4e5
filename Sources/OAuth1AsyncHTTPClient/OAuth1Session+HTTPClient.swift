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
    ///   - options: What the service's habits make necessary.
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
}
#endif
