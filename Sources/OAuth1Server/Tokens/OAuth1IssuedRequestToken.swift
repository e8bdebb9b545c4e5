//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A request token as the provider keeps it (RFC 5849 section 2.1: temporary credentials).
public struct OAuth1IssuedRequestToken: OAuth1Token, Equatable {
    /// What a user decided.
    public struct Authorization: Sendable, Equatable {
        /// The user.
        public var userID: String
        /// The verifier that the client has to show (RFC 5849 section 2.2).
        public var verifier: OAuth1Secret

        /// Creates an authorization.
        ///
        /// - Parameters:
        ///   - userID: The user.
        ///   - verifier: The verifier.
        public init(userID: String, verifier: OAuth1Secret) {
            self.userID = userID
            self.verifier = verifier
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
    /// What a user decided, or `nil` if none has yet.
    public var authorization: Authorization?

    /// Creates a request token, for instance from a row of a database.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - secret: The token secret.
    ///   - clientKey: The consumer key of the client that asked for it.
    ///   - callback: The callback URL, or `oob`.
    ///   - issuedAt: When it was issued, in seconds since 1970.
    ///   - expiresAt: The last second in which it is valid.
    ///   - authorization: What a user decided, or `nil` if none has yet.
    public init(
        token: String,
        secret: OAuth1Secret,
        clientKey: String,
        callback: String,
        issuedAt: Int64,
        expiresAt: Int64,
        authorization: Authorization? = nil
    ) {
        self.token = token
        self.secret = secret
        self.clientKey = clientKey
        self.callback = callback
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.authorization = authorization
    }

    /// The client's key and the times; neither the token nor its secret.
    public var description: String {
        "OAuth1IssuedRequestToken(client: \(clientKey), expiresAt: \(expiresAt), "
            + "isAuthorized: \(authorization != nil))"
    }
}
