//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A request token as the provider keeps it (RFC 5849 section 2.1: temporary credentials).
public struct OAuth1IssuedRequestToken: OAuth1Token, Equatable, CustomReflectable {
    /// The decision of a user who allowed access.
    public struct Authorization: Sendable, Equatable {
        /// The user.
        public var userID: String
        /// The verifier that the client has to show (RFC 5849 section 2.2).
        public var verifier: OAuth1Secret
        /// The fields of the consent form beyond those of the protocol, for example the boxes that the user ticked.
        public var fields: OAuth1Parameters

        /// Creates an authorization.
        ///
        /// - Parameters:
        ///   - userID: The user.
        ///   - verifier: The verifier.
        ///   - fields: The fields of the consent form beyond those of the protocol.
        public init(userID: String, verifier: OAuth1Secret, fields: OAuth1Parameters = []) {
            self.userID = userID
            self.verifier = verifier
            self.fields = fields
        }
    }

    private struct Fields: Sendable, Equatable {
        var token: String
        var secret: OAuth1Secret
        var clientKey: String
        var callback: String
        var issuedAt: Int64
        var expiresAt: Int64
        var authorization: Authorization?
        var deniedBy: String?
        var parameters: OAuth1Parameters
        var access: OAuth1Access
    }

    private var fields: CopyOnWrite<Fields>

    /// The token.
    public var token: String {
        get { fields.value.token }
        set { fields.value.token = newValue }
    }
    /// The token secret.
    public var secret: OAuth1Secret {
        get { fields.value.secret }
        set { fields.value.secret = newValue }
    }
    /// The consumer key of the client that asked for it; no other client can exchange it.
    public var clientKey: String {
        get { fields.value.clientKey }
        set { fields.value.clientKey = newValue }
    }
    /// The callback URL, or `oob`.
    public var callback: String {
        get { fields.value.callback }
        set { fields.value.callback = newValue }
    }
    /// When it was issued, in seconds since 1970.
    public var issuedAt: Int64 {
        get { fields.value.issuedAt }
        set { fields.value.issuedAt = newValue }
    }
    /// The last second in which it is valid, in seconds since 1970.
    public var expiresAt: Int64 {
        get { fields.value.expiresAt }
        set { fields.value.expiresAt = newValue }
    }
    /// The authorization by the user who allowed access, or `nil` if none has.
    public var authorization: Authorization? {
        get { fields.value.authorization }
        set { fields.value.authorization = newValue }
    }
    /// The user who denied access, or `nil` if none has.
    ///
    /// The first decision counts, so at most one of `authorization` and `deniedBy` is set.
    public var deniedBy: String? {
        get { fields.value.deniedBy }
        set { fields.value.deniedBy = newValue }
    }
    /// The signed parameters of the client's request that are not part of the protocol, such as `scope`.
    public var parameters: OAuth1Parameters {
        get { fields.value.parameters }
        set { fields.value.parameters = newValue }
    }
    /// The scopes and realms that the client asked for, all of which it may have.
    public var access: OAuth1Access {
        get { fields.value.access }
        set { fields.value.access = newValue }
    }

    /// Creates a request token, for instance from a row of a database.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - secret: The token secret.
    ///   - clientKey: The consumer key of the client that asked for it.
    ///   - callback: The callback URL, or `oob`.
    ///   - issuedAt: When it was issued, in seconds since 1970.
    ///   - expiresAt: The last second in which it is valid.
    ///   - authorization: The authorization by the user who allowed access, or `nil` if none has.
    ///   - deniedBy: The user who denied access, or `nil` if none has.
    ///   - parameters: The signed parameters of the client's request that are not part of the protocol.
    ///   - access: The scopes and realms that the client asked for.
    public init(
        token: String,
        secret: OAuth1Secret,
        clientKey: String,
        callback: String,
        issuedAt: Int64,
        expiresAt: Int64,
        authorization: Authorization? = nil,
        deniedBy: String? = nil,
        parameters: OAuth1Parameters = [],
        access: OAuth1Access = OAuth1Access()
    ) {
        fields = CopyOnWrite(
            Fields(
                token: token,
                secret: secret,
                clientKey: clientKey,
                callback: callback,
                issuedAt: issuedAt,
                expiresAt: expiresAt,
                authorization: authorization,
                deniedBy: deniedBy,
                parameters: parameters,
                access: access
            )
        )
    }

    /// The client's key and the times; neither the token nor its secret.
    public var description: String {
        "OAuth1IssuedRequestToken(client: \(clientKey), expiresAt: \(expiresAt), "
            + "isAuthorized: \(authorization != nil), isDenied: \(deniedBy != nil))"
    }

    /// The properties; secrets show nothing of themselves.
    public var customMirror: Mirror { fields.mirror(of: self) }
}
