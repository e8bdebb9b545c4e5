//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// Who sent a request that was accepted: the client, and the user on whose behalf it acts.
public struct OAuth1Authentication: Sendable, CustomStringConvertible {
    /// The client.
    public let client: OAuth1RegisteredClient
    /// The access token, or `nil` if the request had none.
    public let accessToken: OAuth1IssuedAccessToken?

    /// Creates an authentication, for tests of what needs one.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - accessToken: The access token, or `nil` if the request had none.
    public init(client: OAuth1RegisteredClient, accessToken: OAuth1IssuedAccessToken? = nil) {
        self.client = client
        self.accessToken = accessToken
    }

    /// The consumer key.
    public var clientKey: String { client.key }
    /// The token, or `nil` if the request had none.
    public var token: String? { accessToken?.token }
    /// The user, or `nil` if the client acts on its own behalf.
    public var userID: String? { accessToken?.userID }
    /// What the application kept with the access token: scopes, screen names.
    public var parameters: OAuth1Parameters { accessToken?.parameters ?? [] }

    /// The consumer key and the user; no token and no secret.
    public var description: String { "OAuth1Authentication(client: \(clientKey), user: \(userID ?? "none"))" }
}
