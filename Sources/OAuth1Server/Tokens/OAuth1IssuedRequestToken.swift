//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A request token as the provider keeps it (RFC 5849 section 2.1: temporary credentials).
public struct OAuth1IssuedRequestToken: OAuth1Token, Equatable {
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

    /// The token.
    public var token: String
    /// The token secret.
    public var secret: OAuth1Secret
    /// The consumer key of the client that asked for it; no other client can exchange it.
    public var clientKey: String
    /// The callback URL, or `oob`.
    public var callback: String
    /// When it was issued, in seconds since 1970.
    public var issuedAt: Int64
    /// The last second in which it is valid, in seconds since 1970.
    public var expiresAt: Int64
    /// The authorization by the user who allowed access, or `nil` if none has.
    public var authorization: Authorization?
    /// The user who denied access, or `nil` if none has.
    ///
    /// The first decision counts, so at most one of `authorization` and `deniedBy` is set.
    public var deniedBy: String?
    /// The signed parameters of the client's request that are not part of the protocol, such as `scope`.
    public var parameters: OAuth1Parameters
    /// The scopes and realms that the client asked for, all of which it may have.
    public var access: OAuth1Access

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
        self.token = token
        self.secret = secret
        self.clientKey = clientKey
        self.callback = callback
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.authorization = authorization
        self.deniedBy = deniedBy
        self.parameters = parameters
        self.access = access
    }

    /// The client's key and the times; neither the token nor its secret.
    public var description: String {
        "OAuth1IssuedRequestToken(client: \(clientKey), expiresAt: \(expiresAt), "
            + "isAuthorized: \(authorization != nil), isDenied: \(deniedBy != nil))"
    }
}
