//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Consumer key and secret: what a service calls API key, client key or integration (RFC 5849: client credentials).
public struct OAuth1ClientCredentials: Sendable, Equatable, CustomStringConvertible {
    /// The consumer key (`oauth_consumer_key`).
    public let key: String
    /// The consumer secret.
    ///
    /// Empty for services that have none, as with RSA methods.
    public let secret: OAuth1Secret

    /// Creates client credentials.
    ///
    /// - Parameters:
    ///   - key: The consumer key.
    ///   - secret: The consumer secret, empty if there is none.
    public init(key: String, secret: OAuth1Secret = OAuth1Secret("")) {
        self.key = key
        self.secret = secret
    }

    /// Shows the key and hides the secret.
    public var description: String { "OAuth1ClientCredentials(key: \(key), secret: \(secret))" }
}
