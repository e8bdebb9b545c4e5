//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A client that the provider knows (RFC 5849 section 1.1), as registered.
public struct OAuth1RegisteredClient: Sendable, CustomStringConvertible {
    /// The consumer key and secret.
    ///
    /// With an empty secret only RSA methods are accepted, as a signature with no secret would prove nothing.
    public var credentials: OAuth1ClientCredentials
    /// The name that the consent page shows to users.
    public var displayName: String
    /// The callbacks that it may ask for; empty if it may ask for any that is safe.
    public var callbacks: [String]
    /// How a callback may differ from the registered ones; not at all unless an option says so.
    public var callbackMatching: OAuth1CallbackMatching
    /// Whether it may ask for `oob`, with which the user carries the verifier by hand.
    public var allowsOutOfBand: Bool
    /// The public key for the RSA methods.
    public var rsaPublicKey: OAuth1RSAPublicKey?
    /// The methods that it may sign with, or `nil` for all that the provider accepts.
    public var signatureMethods: Set<OAuth1SignatureMethod.Name>?

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - credentials: The consumer key and secret.
    ///   - displayName: The name that users see; by default the consumer key.
    ///   - callbacks: The callbacks that it may ask for; empty for any that is safe.
    ///   - callbackMatching: How a callback may differ from the registered ones.
    ///   - allowsOutOfBand: Whether it may ask for `oob`.
    ///   - rsaPublicKey: The public key for the RSA methods.
    ///   - signatureMethods: The methods that it may sign with, or `nil` for all that the provider accepts.
    public init(
        credentials: OAuth1ClientCredentials,
        displayName: String? = nil,
        callbacks: [String] = [],
        callbackMatching: OAuth1CallbackMatching = .exact,
        allowsOutOfBand: Bool = true,
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        signatureMethods: Set<OAuth1SignatureMethod.Name>? = nil
    ) {
        self.credentials = credentials
        self.displayName = displayName ?? credentials.key
        self.callbacks = callbacks
        self.callbackMatching = callbackMatching
        self.allowsOutOfBand = allowsOutOfBand
        self.rsaPublicKey = rsaPublicKey
        self.signatureMethods = signatureMethods
    }

    /// The consumer key.
    public var key: String { credentials.key }

    /// The consumer key and the name; no secret.
    public var description: String { "OAuth1RegisteredClient(key: \(key), displayName: \(displayName))" }
}
