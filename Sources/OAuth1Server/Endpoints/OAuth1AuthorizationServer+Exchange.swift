//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1AuthorizationServer {
    /// Exchanges the request token, at most once, for anyone who shows the verifier.
    func exchange(_ validated: ValidatedRequest) async throws -> OAuth1IssuedAccessToken {
        guard let requestToken = validated.requestToken else {
            throw OAuth1ServerError(.tokenRejected, "this client has no such token", parameter: "oauth_token")
        }
        let now = configuration.clock.now()
        guard requestToken.expiresAt >= now else {
            try await stores.tokens.removeRequestToken(requestToken.token)
            throw OAuth1ServerError(.tokenExpired, "the request token has expired", parameter: "oauth_token")
        }
        guard let authorization = requestToken.authorization else {
            guard requestToken.deniedBy == nil else {
                throw OAuth1ServerError(.userRefused, "the user denied access", parameter: "oauth_token")
            }
            throw OAuth1ServerError(
                .authorizationPending,
                "the user has not yet authorized the request token",
                parameter: "oauth_token"
            )
        }
        try await checkVerifier(validated.request.verifier ?? "", of: requestToken, authorization)
        let grant = OAuth1Grant(
            userID: authorization.userID,
            client: validated.client,
            requestParameters: requestToken.parameters,
            decisionFields: authorization.fields,
            access: configuration.accessRules.access(requestToken.access, of: validated.client)
                .selected(by: authorization.fields)
        )
        if let existing = try await existingToken(grant, at: now) {
            guard try await stores.tokens.exchangeRequestToken(requestToken.token, forExisting: existing) else {
                throw isExchanged
            }
            configuration.auditExchange(of: requestToken, for: existing)
            return existing
        }
        let accessToken = try await newToken(grant, at: now)
        guard try await stores.tokens.exchangeRequestToken(requestToken.token, for: accessToken) else {
            throw isExchanged
        }
        configuration.auditExchange(of: requestToken, for: accessToken)
        return accessToken
    }

    private var isExchanged: OAuth1ServerError {
        OAuth1ServerError(.tokenUsed, "the request token was already exchanged", parameter: "oauth_token")
    }

    /// The access token that the application returns again, if any: one that allows what the user allowed now.
    func existingToken(_ grant: OAuth1Grant, at now: Int64) async throws -> OAuth1IssuedAccessToken? {
        guard let token = try await existingAccessToken?(grant) else { return nil }
        guard token.clientKey.hasSameBytes(as: grant.client.key), token.userID.hasSameBytes(as: grant.userID) else {
            throw OAuth1ServerError(.internalFailure, "the existing access token belongs to another client or user")
        }
        guard token.expiresAt.map({ $0 >= now }) ?? true else { return nil }
        return configuration.accessRules.access(of: token, of: grant.client).allowsSame(as: grant.access) ? token : nil
    }

    /// Makes the access token of a grant, which no store has yet, with what refreshes it if the client may.
    ///
    /// - Throws: What the application throws that adds parameters to the response.
    func newToken(_ grant: OAuth1Grant, at now: Int64) async throws -> OAuth1IssuedAccessToken {
        let parameters = try await accessTokenParameters(grant)
        let session = newSession(of: grant.client, at: now)
        return OAuth1IssuedAccessToken(
            token: configuration.tokenGenerator.makeToken(),
            secret: configuration.tokenGenerator.makeSecret(),
            clientKey: grant.client.key,
            userID: grant.userID,
            issuedAt: now,
            expiresAt: accessTokenEnd(session, at: now),
            parameters: OAuth1Parameters(parameters.filter { !$0.isCredential }),
            access: grant.access,
            session: session
        )
    }

    /// Counts first and compares then, so that requests at the same time can't try more than the limit.
    private func checkVerifier(
        _ verifier: String,
        of requestToken: OAuth1IssuedRequestToken,
        _ authorization: OAuth1IssuedRequestToken.Authorization
    ) async throws {
        guard let count = try await stores.tokens.countVerification(ofRequestToken: requestToken.token) else {
            throw isExchanged
        }
        let isTyped = requestToken.callback == CallbackRules.outOfBand
        let isRight =
            OAuth1Secret(isTyped ? verifier.filter { $0 != " " && $0 != "-" } : verifier) == authorization.verifier
        guard !isRight || count > configuration.maximumVerifierAttempts else { return }
        // A right one that is sent many times at once must not remove the token from the request that exchanges it.
        if !isRight, count >= configuration.maximumVerifierAttempts {
            try await stores.tokens.removeRequestToken(requestToken.token)
        }
        throw OAuth1ServerError(
            .verifierRejected,
            "the verifier is wrong; after \(configuration.maximumVerifierAttempts) attempts "
                + "the request token is removed",
            parameter: "oauth_verifier"
        )
    }
}

extension OAuth1Parameter {
    /// Whether it would take the place of what the endpoint itself answers.
    fileprivate var isCredential: Bool { name == "oauth_token" || name == "oauth_token_secret" }
}
