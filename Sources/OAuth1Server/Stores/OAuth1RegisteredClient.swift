//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A client that the provider knows (RFC 5849 section 1.1), as registered.
public struct OAuth1RegisteredClient: Sendable, CustomStringConvertible, CustomReflectable {
    private struct Fields: Sendable {
        var credentials: OAuth1ClientCredentials
        var displayName: String
        var callbacks: [String]
        var callbackMatching: OAuth1CallbackMatching
        var allowsOutOfBand: Bool
        var rsaPublicKey: OAuth1RSAPublicKey?
        var signatureMethods: Set<OAuth1SignatureMethod.Name>?
        var allowedAccess: OAuth1Access?
        var accessWithoutToken: OAuth1Access
        var allowsRenewal: Bool
        var allowsXAuth: Bool
        var previousSecret: OAuth1PreviousSecret?
        var isDisabled: Bool
    }

    private var fields: CopyOnWrite<Fields>

    /// The consumer key and secret.
    ///
    /// With an empty secret only RSA methods are accepted, as a signature with no secret would prove nothing.
    public var credentials: OAuth1ClientCredentials {
        get { fields.value.credentials }
        set { fields.value.credentials = newValue }
    }
    /// The name that the consent page shows to users.
    public var displayName: String {
        get { fields.value.displayName }
        set { fields.value.displayName = newValue }
    }
    /// The callbacks that it may ask for; empty if it may ask for any that is safe.
    public var callbacks: [String] {
        get { fields.value.callbacks }
        set { fields.value.callbacks = newValue }
    }
    /// How a callback may differ from the registered ones; not at all unless an option says so.
    public var callbackMatching: OAuth1CallbackMatching {
        get { fields.value.callbackMatching }
        set { fields.value.callbackMatching = newValue }
    }
    /// Whether it may ask for `oob`, with which the user carries the verifier by hand.
    public var allowsOutOfBand: Bool {
        get { fields.value.allowsOutOfBand }
        set { fields.value.allowsOutOfBand = newValue }
    }
    /// The public key for the RSA methods.
    public var rsaPublicKey: OAuth1RSAPublicKey? {
        get { fields.value.rsaPublicKey }
        set { fields.value.rsaPublicKey = newValue }
    }
    /// The methods that it may sign with, or `nil` for all that the provider accepts.
    public var signatureMethods: Set<OAuth1SignatureMethod.Name>? {
        get { fields.value.signatureMethods }
        set { fields.value.signatureMethods = newValue }
    }
    /// The scopes and realms that it may ask for, or `nil` for all of ``OAuth1ServerConfiguration/accessRules``.
    public var allowedAccess: OAuth1Access? {
        get { fields.value.allowedAccess }
        set { fields.value.allowedAccess = newValue }
    }
    /// The scopes and realms that requests have which it signs on its own behalf, without a token; none by default.
    ///
    /// No user allows them. They count for protectors with ``OAuth1ResourceProtector/allowsRequestsWithoutToken``.
    public var accessWithoutToken: OAuth1Access {
        get { fields.value.accessWithoutToken }
        set { fields.value.accessWithoutToken = newValue }
    }
    /// Whether it gets what refreshes its access tokens, if ``OAuth1ServerConfiguration/renewal`` is set; not by default.
    ///
    /// Not for clients that fail on an unknown `oauth_` parameter in a token response.
    public var allowsRenewal: Bool {
        get { fields.value.allowsRenewal }
        set { fields.value.allowsRenewal = newValue }
    }
    /// Whether it may exchange a user's name and password for an access token (xAuth).
    ///
    /// Only for applications of the service's operator: users must not enter their password elsewhere.
    public var allowsXAuth: Bool {
        get { fields.value.allowsXAuth }
        set { fields.value.allowsXAuth = newValue }
    }
    /// The secret before the current one, which is accepted for a while after a rotation.
    public var previousSecret: OAuth1PreviousSecret? {
        get { fields.value.previousSecret }
        set { fields.value.previousSecret = newValue }
    }
    /// Whether its requests are rejected with `consumer_key_refused`, and no user can allow it access.
    public var isDisabled: Bool {
        get { fields.value.isDisabled }
        set { fields.value.isDisabled = newValue }
    }

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
    ///   - allowedAccess: The scopes and realms that it may ask for, or `nil` for all.
    ///   - accessWithoutToken: The scopes and realms of requests that it signs without a token.
    ///   - allowsRenewal: Whether it gets what refreshes its access tokens.
    ///   - allowsXAuth: Whether it may exchange a user's name and password for an access token.
    ///   - previousSecret: The secret before the current one, and how long it is accepted.
    ///   - isDisabled: Whether its requests are rejected.
    public init(
        credentials: OAuth1ClientCredentials,
        displayName: String? = nil,
        callbacks: [String] = [],
        callbackMatching: OAuth1CallbackMatching = .exact,
        allowsOutOfBand: Bool = true,
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        signatureMethods: Set<OAuth1SignatureMethod.Name>? = nil,
        allowedAccess: OAuth1Access? = nil,
        accessWithoutToken: OAuth1Access = OAuth1Access(),
        allowsRenewal: Bool = false,
        allowsXAuth: Bool = false,
        previousSecret: OAuth1PreviousSecret? = nil,
        isDisabled: Bool = false
    ) {
        fields = CopyOnWrite(
            Fields(
                credentials: credentials,
                displayName: displayName ?? credentials.key,
                callbacks: callbacks,
                callbackMatching: callbackMatching,
                allowsOutOfBand: allowsOutOfBand,
                rsaPublicKey: rsaPublicKey,
                signatureMethods: signatureMethods,
                allowedAccess: allowedAccess,
                accessWithoutToken: accessWithoutToken,
                allowsRenewal: allowsRenewal,
                allowsXAuth: allowsXAuth,
                previousSecret: previousSecret,
                isDisabled: isDisabled
            )
        )
    }

    /// Gives the client a new secret, and accepts the old one for a while.
    ///
    /// - Parameters:
    ///   - secret: The new secret.
    ///   - validUntil: The last second in which the current secret is accepted, since 1970; `nil` to reject it at once.
    public mutating func replaceSecret(with secret: OAuth1Secret, oldIsValidUntil validUntil: Int64?) {
        // An empty secret is that of a client that signs with RSA only.
        let old = credentials.secret.isEmpty ? nil : credentials.secret
        previousSecret = validUntil.flatMap { second in
            old.map { OAuth1PreviousSecret($0, validUntil: second) }
        }
        credentials = OAuth1ClientCredentials(key: key, secret: secret)
    }

    /// The consumer key.
    public var key: String { credentials.key }

    /// The consumer key and the name; no secret.
    public var description: String { "OAuth1RegisteredClient(key: \(key), displayName: \(displayName))" }

    /// The properties; secrets show nothing of themselves.
    public var customMirror: Mirror { fields.mirror(of: self) }
}
