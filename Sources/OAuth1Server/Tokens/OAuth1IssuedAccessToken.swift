//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// An access token as the provider keeps it (RFC 5849 section 2.3: token credentials).
public struct OAuth1IssuedAccessToken: OAuth1Token, Equatable, CustomReflectable {
    /// What refreshes an access token (OAuth Session 1.0).
    public struct Session: Sendable, Equatable {
        /// The secret that the client shows to refresh the token, `oauth_session_handle`; another one after each time.
        public var handle: OAuth1Secret
        /// The last second in which the token can be refreshed, or `nil` if that does not end.
        public var expiresAt: Int64?
        /// Identifies the session: all access tokens have the same that were refreshed one from another, and no other tokens.
        ///
        /// It finds the token to revoke if the client's own was refreshed at the same time. It is not a secret. `nil` for tokens of
        /// a store that did not keep it.
        public var identifier: String?

        /// Creates a session.
        ///
        /// - Parameters:
        ///   - handle: The secret that the client shows to refresh the token.
        ///   - expiresAt: The last second in which the token can be refreshed, or `nil` if that does not end.
        ///   - identifier: Identifies the session, or `nil` if the store did not keep it.
        public init(handle: OAuth1Secret, expiresAt: Int64? = nil, identifier: String? = nil) {
            self.handle = handle
            self.expiresAt = expiresAt
            self.identifier = identifier
        }
    }

    private struct Fields: Sendable, Equatable {
        var token: String
        var secret: OAuth1Secret
        var clientKey: String
        var userID: String
        var issuedAt: Int64
        var expiresAt: Int64?
        var parameters: OAuth1Parameters
        var access: OAuth1Access
        var session: Session?
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
    /// The consumer key of the client that got it; no other client can use it.
    public var clientKey: String {
        get { fields.value.clientKey }
        set { fields.value.clientKey = newValue }
    }
    /// The user on whose behalf it acts.
    public var userID: String {
        get { fields.value.userID }
        set { fields.value.userID = newValue }
    }
    /// When it was issued, in seconds since 1970.
    public var issuedAt: Int64 {
        get { fields.value.issuedAt }
        set { fields.value.issuedAt = newValue }
    }
    /// The last second in which it is valid, or `nil` if it does not expire.
    public var expiresAt: Int64? {
        get { fields.value.expiresAt }
        set { fields.value.expiresAt = newValue }
    }
    /// Values that the application adds to the token response and receives with every request: scopes, screen names.
    public var parameters: OAuth1Parameters {
        get { fields.value.parameters }
        set { fields.value.parameters = newValue }
    }
    /// The scopes and realms that the user allowed.
    public var access: OAuth1Access {
        get { fields.value.access }
        set { fields.value.access = newValue }
    }
    /// What refreshes the token, or `nil` if nothing does.
    public var session: Session? {
        get { fields.value.session }
        set { fields.value.session = newValue }
    }

    /// The last second in which the token is valid or can be refreshed, or `nil` if there is none.
    ///
    /// A store can remove it afterwards.
    public var endsAt: Int64? {
        guard let session, let expiresAt else { return expiresAt }
        return session.expiresAt.map { max($0, expiresAt) }
    }

    /// Creates an access token, for instance from a row of a database.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - secret: The token secret.
    ///   - clientKey: The consumer key of the client that got it.
    ///   - userID: The user on whose behalf it acts.
    ///   - issuedAt: When it was issued, in seconds since 1970.
    ///   - expiresAt: The last second in which it is valid, or `nil` if it does not expire.
    ///   - parameters: The application's additions to the token response.
    ///   - access: The scopes and realms that the user allowed.
    ///   - session: What refreshes the token, or `nil` if nothing does.
    public init(
        token: String,
        secret: OAuth1Secret,
        clientKey: String,
        userID: String,
        issuedAt: Int64,
        expiresAt: Int64? = nil,
        parameters: OAuth1Parameters = [],
        access: OAuth1Access = OAuth1Access(),
        session: Session? = nil
    ) {
        fields = CopyOnWrite(
            Fields(
                token: token,
                secret: secret,
                clientKey: clientKey,
                userID: userID,
                issuedAt: issuedAt,
                expiresAt: expiresAt,
                parameters: parameters,
                access: access,
                session: session
            )
        )
    }

    /// The client's key, the user and the times; neither the token nor its secret.
    public var description: String {
        "OAuth1IssuedAccessToken(client: \(clientKey), user: \(userID), issuedAt: \(issuedAt))"
    }

    /// The properties; secrets show nothing of themselves.
    public var customMirror: Mirror { fields.mirror(of: self) }
}
