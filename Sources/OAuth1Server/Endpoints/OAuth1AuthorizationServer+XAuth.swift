//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1AuthorizationServer {
    /// Returns the user whose name and password a client sent, or `nil` if one of them is wrong.
    ///
    /// It is called once for each request with a valid signature. How often a name may be tried is for the application to
    /// limit, as with its login page.
    public typealias PasswordAuthenticator =
        @Sendable (_ username: String, _ password: OAuth1Secret, _ client: OAuth1RegisteredClient) async throws ->
        OAuth1User?

    /// The same server, whose access-token endpoint exchanges users' names and passwords for access tokens (xAuth).
    ///
    /// Only clients with ``OAuth1RegisteredClient/allowsXAuth`` may send them, in a signed form. Others and wrong passwords are
    /// answered with status 401 and the problem `permission_denied`. The token gets the scopes of
    /// ``OAuth1AccessRules/defaultAccess``, as far as they are allowed for the client, and those that it asks for with `scope`.
    /// A realm in the Authorization header asks for nothing: it is not signed, and no user sees it.
    ///
    /// - Parameter authenticate: Returns the user, or `nil` if name or password is wrong.
    /// - Returns: The server.
    public func acceptingPasswords(_ authenticate: @escaping PasswordAuthenticator) -> OAuth1AuthorizationServer {
        OAuth1AuthorizationServer(self, authenticatePassword: authenticate)
    }

    /// Issues an access token for a user's name and password.
    func exchangePassword(_ validated: ValidatedRequest) async throws -> OAuth1IssuedAccessToken {
        let client = validated.client
        guard client.allowsXAuth else {
            throw OAuth1ServerError(.passwordRejected, "this client may not send names and passwords of users")
        }
        let signed = validated.request.signedParameters
        let parameters = try KeptParameters(configuration.keptParameterLimits)
            .pick(
                from: Array(signed.query) + Array(signed.form),
                except: Set(XAuthParameter.all)
            )
        // Nobody sees the realm before it would be granted, and it is not signed.
        let access = try RequestedAccess(configuration, client).read(validated.request, ignoresRealm: true)
        let password = OAuth1Secret(signed.form[XAuthParameter.password] ?? "")
        guard let authenticatePassword,
            let user = try await authenticatePassword(signed.form[XAuthParameter.username] ?? "", password, client)
        else {
            throw OAuth1ServerError(.passwordRejected, "the user's name or password is wrong")
        }
        let now = configuration.clock.now()
        let grant = OAuth1Grant(userID: user.id, client: client, requestParameters: parameters, access: access)
        if let existing = try await existingToken(grant, at: now) {
            configuration.audit(
                .exchanged,
                token: existing.token,
                clientKey: existing.clientKey,
                userID: existing.userID
            )
            return existing
        }
        let accessToken = try await newToken(grant, at: now)
        // A request token that nobody saw: the store has one way to issue access tokens, with its limits.
        let requestToken = OAuth1IssuedRequestToken(
            token: configuration.tokenGenerator.makeToken(),
            secret: configuration.tokenGenerator.makeSecret(),
            clientKey: client.key,
            callback: CallbackRules.outOfBand,
            issuedAt: now,
            expiresAt: now + configuration.requestTokenLifetime
        )
        try await stores.tokens.save(requestToken)
        guard try await stores.tokens.exchangeRequestToken(requestToken.token, for: accessToken) else {
            throw OAuth1ServerError(.internalFailure, "the store lost a request token")
        }
        configuration.auditExchange(of: requestToken, for: accessToken)
        return accessToken
    }
}
