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

extension OAuth1Session {
    /// Creates a session over URLSession.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - token: The token with which calls are signed, from where it was stored.
    ///   - method: How requests are signed.
    ///   - configuration: What all signatures have in common.
    ///   - options: What the service's habits make necessary.
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
}
