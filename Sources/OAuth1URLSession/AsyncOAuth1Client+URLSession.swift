//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1
public import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
public import FoundationNetworking
#else
public import Foundation
#endif

extension AsyncOAuth1Client {
    /// Creates a client over URLSession.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - token: The token with which calls are signed, from where it was stored.
    ///   - method: How requests are signed.
    ///   - configuration: What all signatures have in common.
    ///   - options: What the service's quirks make necessary.
    ///   - urlSession: The configuration of the session; see ``URLSessionTransport``.
    public init(
        client: OAuth1ClientCredentials,
        token: OAuth1AccessToken? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        urlSession: URLSessionConfiguration
    ) {
        self.init(
            client: client,
            token: token,
            method: method,
            configuration: configuration,
            options: options,
            transport: URLSessionTransport(configuration: urlSession)
        )
    }

    /// Creates a client over URLSession for a service whose quirks are described.
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
    ///   - urlSession: The configuration of the session; see ``URLSessionTransport``.
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
        urlSession: URLSessionConfiguration
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
            transport: URLSessionTransport(configuration: urlSession)
        )
    }
}
