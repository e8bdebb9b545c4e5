//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where the protocol parameters of a request are placed (RFC 5849 section 3.5).
public enum OAuth1Placement: String, Sendable, Hashable, Codable, CaseIterable {
    /// In the Authorization header (section 3.5.1), which is the best place and the default.
    case header
    /// In the query of the URL (section 3.5.3), where servers and proxies may log them.
    case query
    /// In the form body (section 3.5.2), for requests that have one or no body at all.
    case body
}

/// When `oauth_body_hash` is sent (draft-eaton-oauth-bodyhash-00); never with form bodies or token requests.
public enum OAuth1BodyHash: String, Sendable, Hashable, Codable, CaseIterable {
    /// Never. Many services reject requests that have it.
    case off
    /// With bodies that are not forms.
    case nonFormBodies
    /// With requests without a body, too, as Mastercard requires.
    case always
}

/// The configuration for all requests of a signer.
public struct OAuth1SigningConfiguration: Sendable {
    /// Where the protocol parameters are.
    public var placement: OAuth1Placement
    /// The realm in the Authorization header (RFC 5849 section 3.5.1); never signed, sent in the header only.
    public var realm: String?
    /// Whether the realm is the URL of each request without its query, as Cardmarket requires; ``realm`` is then ignored.
    public var usesURLAsRealm: Bool
    /// Whether `oauth_version` is sent.
    public var sendsVersion: Bool
    /// Whether `oauth_token` is sent empty when there is no token, as some services insist.
    public var sendsEmptyToken: Bool
    /// When `oauth_body_hash` is sent.
    public var bodyHash: OAuth1BodyHash
    /// How much of a request is signed.
    public var limits: OAuth1Limits
    /// Where timestamps come from.
    public var clock: any OAuth1Clock
    /// Where nonces come from.
    public var nonceSource: any OAuth1NonceSource

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - placement: Where the protocol parameters are.
    ///   - realm: The realm in the Authorization header.
    ///   - usesURLAsRealm: Whether the realm is the URL of each request without its query.
    ///   - sendsVersion: Whether `oauth_version` is sent.
    ///   - sendsEmptyToken: Whether `oauth_token` is sent empty when there is no token.
    ///   - bodyHash: When `oauth_body_hash` is sent.
    ///   - limits: How much of a request is signed: 1,024 parameters and 256 MiB by default.
    ///   - clock: Where timestamps come from.
    ///   - nonceSource: Where nonces come from.
    public init(
        placement: OAuth1Placement = .header,
        realm: String? = nil,
        usesURLAsRealm: Bool = false,
        sendsVersion: Bool = true,
        sendsEmptyToken: Bool = false,
        bodyHash: OAuth1BodyHash = .off,
        limits: OAuth1Limits = .signing,
        clock: any OAuth1Clock = OAuth1SystemClock(),
        nonceSource: any OAuth1NonceSource = OAuth1RandomNonceSource()
    ) {
        self.placement = placement
        self.realm = realm
        self.usesURLAsRealm = usesURLAsRealm
        self.sendsVersion = sendsVersion
        self.sendsEmptyToken = sendsEmptyToken
        self.bodyHash = bodyHash
        self.limits = limits
        self.clock = clock
        self.nonceSource = nonceSource
    }
}

/// Signing options for this request.
public struct OAuth1SigningOptions: Sendable {
    /// The callback URL or `oob`, for the request-token request only (RFC 5849 section 2.1).
    public var callback: String?
    /// The verifier, for the access-token request only (section 2.3).
    public var verifier: String?
    /// Whether this is a request for a token, which never has a body hash.
    public var isTokenRequest: Bool
    /// Additional parameters to place with the protocol parameters, `oauth_session_handle` for instance.
    public var additionalParameters: OAuth1Parameters
    /// Parameters to sign that are not in the request, as Flickr requires the fields of a multipart upload.
    public var additionallySigned: OAuth1Parameters
    /// The value of `oauth_body_hash`, for a body that is sent piece by piece; see `OAuth1Digest.BodyHasher`.
    ///
    /// It takes the place of the hash that the configuration asks for, and without that it is not sent.
    public var bodyHash: String?
    /// The nonce, instead of one from the source.
    public var nonce: OAuth1Nonce?
    /// The timestamp in seconds since 1970, instead of the clock's.
    public var timestamp: Int64?
    /// The placement of this request's protocol parameters (section 3.5), instead of the configuration's.
    public var placement: OAuth1Placement?

    /// Creates options.
    ///
    /// - Parameters:
    ///   - callback: The callback URL or `oob`.
    ///   - verifier: The verifier.
    ///   - isTokenRequest: Whether this is a request for a token.
    ///   - additionalParameters: Additional parameters to place with the protocol parameters.
    ///   - additionallySigned: Parameters to sign that are not in the request.
    ///   - bodyHash: The value of `oauth_body_hash`, for a body that is sent piece by piece.
    ///   - nonce: The nonce, instead of one from the source.
    ///   - timestamp: The timestamp in seconds since 1970, instead of the clock's.
    ///   - placement: The placement of this request's protocol parameters, instead of the configuration's.
    public init(
        callback: String? = nil,
        verifier: String? = nil,
        isTokenRequest: Bool = false,
        additionalParameters: OAuth1Parameters = [],
        additionallySigned: OAuth1Parameters = [],
        bodyHash: String? = nil,
        nonce: OAuth1Nonce? = nil,
        timestamp: Int64? = nil,
        placement: OAuth1Placement? = nil
    ) {
        self.callback = callback
        self.verifier = verifier
        self.isTokenRequest = isTokenRequest
        self.additionalParameters = additionalParameters
        self.additionallySigned = additionallySigned
        self.bodyHash = bodyHash
        self.nonce = nonce
        self.timestamp = timestamp
        self.placement = placement
    }
}
