//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

extension OAuth1AuthorizationServer {
    /// A token endpoint's response to a validated request.
    private typealias Issue = (ValidatedRequest) async throws -> OAuth1Parameters

    /// The request-token endpoint (RFC 5849 section 2.1).
    ///
    /// - Parameters:
    ///   - request: The request, signed by the client without a token.
    ///   - body: The whole body as it arrived.
    /// - Returns: The request token, or a rejection.
    public func requestToken(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await answer(request, body, .requestToken, .requestToken) { validated in
            let callback = try CallbackRules(validated.client).check(validated.request.callback ?? "")
            let signed = validated.request.signedParameters
            let parameters = try KeptParameters(configuration.keptParameterLimits)
                .pick(from: Array(signed.query) + Array(signed.form))
            let now = configuration.clock.now()
            let token = OAuth1IssuedRequestToken(
                token: configuration.tokenGenerator.makeToken(),
                secret: configuration.tokenGenerator.makeSecret(),
                clientKey: validated.client.key,
                callback: callback,
                issuedAt: now,
                expiresAt: now + configuration.requestTokenLifetime,
                parameters: parameters
            )
            try await stores.tokens.save(token)
            return [
                OAuth1Parameter("oauth_token", token.token),
                OAuth1Parameter("oauth_token_secret", token.secret.reveal()),
                OAuth1Parameter("oauth_callback_confirmed", "true"),
            ]
        }
    }

    /// The access-token endpoint (RFC 5849 section 2.3).
    ///
    /// - Parameters:
    ///   - request: The request, signed by the client with the request token, with the verifier.
    ///   - body: The whole body as it arrived.
    /// - Returns: The access token and what the application adds, or a rejection.
    public func accessToken(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await answer(request, body, .accessToken, .accessToken) { validated in
            let accessToken = try await exchange(validated)
            var parameters: OAuth1Parameters = [
                OAuth1Parameter("oauth_token", accessToken.token),
                OAuth1Parameter("oauth_token_secret", accessToken.secret.reveal()),
            ]
            parameters.append(contentsOf: accessToken.parameters.filter { !$0.isCredential })
            return parameters
        }
    }

    private func answer(
        _ request: HTTPRequest,
        _ body: [UInt8],
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ purpose: SignedRequestValidator.Purpose,
        _ issue: Issue
    ) async -> OAuth1ServerResponse {
        var clientKey: String?
        do {
            try checkMethod(of: request)
            let validated = try await validator.validate(request, body: body, for: purpose)
            clientKey = validated.client.key
            let parameters = try await issue(validated)
            report(endpoint, nil, clientKey: clientKey)
            return .form(parameters)
        } catch {
            let error = OAuth1ServerError(error)
            return refuse(error.with(clientKey: clientKey ?? error.clientKey), at: endpoint)
        }
    }

    /// Exchanges the request token, at most once, for anyone who shows the verifier.
    private func exchange(_ validated: ValidatedRequest) async throws -> OAuth1IssuedAccessToken {
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
            decisionFields: authorization.fields
        )
        if let existing = try await existingToken(grant, at: now) {
            guard try await stores.tokens.exchangeRequestToken(requestToken.token, forExisting: existing) else {
                throw isExchanged
            }
            return existing
        }
        let accessToken = try await newToken(grant, at: now)
        guard try await stores.tokens.exchangeRequestToken(requestToken.token, for: accessToken) else {
            throw isExchanged
        }
        return accessToken
    }

    private var isExchanged: OAuth1ServerError {
        OAuth1ServerError(.tokenUsed, "the request token was already exchanged", parameter: "oauth_token")
    }

    /// The access token that the application returns again, if any.
    private func existingToken(_ grant: OAuth1Grant, at now: Int64) async throws -> OAuth1IssuedAccessToken? {
        guard let token = try await existingAccessToken?(grant) else { return nil }
        guard token.clientKey.hasSameBytes(as: grant.client.key), token.userID.hasSameBytes(as: grant.userID) else {
            throw OAuth1ServerError(.internalFailure, "the existing access token belongs to another client or user")
        }
        return token.expiresAt.map { $0 >= now } ?? true ? token : nil
    }

    private func newToken(_ grant: OAuth1Grant, at now: Int64) async throws -> OAuth1IssuedAccessToken {
        let parameters = try await accessTokenParameters(grant)
        return OAuth1IssuedAccessToken(
            token: configuration.tokenGenerator.makeToken(),
            secret: configuration.tokenGenerator.makeSecret(),
            clientKey: grant.client.key,
            userID: grant.userID,
            issuedAt: now,
            expiresAt: configuration.accessTokenLifetime.map { now + $0 },
            parameters: OAuth1Parameters(parameters.filter { !$0.isCredential })
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
            count <= configuration.maximumVerifierAttempts
            && OAuth1Secret(isTyped ? verifier.filter { $0 != " " && $0 != "-" } : verifier) == authorization.verifier
        guard !isRight else { return }
        if count >= configuration.maximumVerifierAttempts {
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
