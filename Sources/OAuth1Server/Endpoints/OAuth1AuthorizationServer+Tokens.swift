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
            let access = try RequestedAccess(configuration, validated.client).read(validated.request)
            let now = configuration.clock.now()
            let token = OAuth1IssuedRequestToken(
                token: configuration.tokenGenerator.makeToken(),
                secret: configuration.tokenGenerator.makeSecret(),
                clientKey: validated.client.key,
                callback: callback,
                issuedAt: now,
                expiresAt: now + configuration.requestTokenLifetime,
                parameters: parameters,
                access: access
            )
            try await stores.tokens.save(token)
            configuration.audit(.requestTokenIssued, token: token.token, clientKey: token.clientKey)
            return [
                OAuth1Parameter("oauth_token", token.token),
                OAuth1Parameter("oauth_token_secret", token.secret.reveal()),
                OAuth1Parameter("oauth_callback_confirmed", "true"),
            ]
        }
    }

    /// The access-token endpoint (RFC 5849 section 2.3).
    ///
    /// A request with `oauth_session_handle` refreshes an access token, if ``OAuth1ServerConfiguration/renewal`` is set. One
    /// with `x_auth_mode` exchanges a user's name and password (xAuth), if the server was created for that.
    ///
    /// - Parameters:
    ///   - request: The request, signed by the client with the request token, with the verifier.
    ///   - body: The whole body as it arrived.
    /// - Returns: The access token and what the application adds, or a rejection.
    public func accessToken(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await answer(request, body, .accessToken, .accessToken) { validated in
            switch validated.purpose {
            case .renewal: response(with: try await renew(validated))
            case .password: response(with: try await exchangePassword(validated))
            default: response(with: try await exchange(validated))
            }
        }
    }

    /// The parameters of a token response.
    private func response(with token: OAuth1IssuedAccessToken) -> OAuth1Parameters {
        var parameters: OAuth1Parameters = [
            OAuth1Parameter("oauth_token", token.token),
            OAuth1Parameter("oauth_token_secret", token.secret.reveal()),
        ]
        if let session = token.session {
            let now = configuration.clock.now()
            parameters.append(OAuth1Parameter("oauth_session_handle", session.handle.reveal()))
            let ends = [("oauth_expires_in", token.expiresAt), ("oauth_authorization_expires_in", session.expiresAt)]
            for case (let name, let end?) in ends { parameters.append(OAuth1Parameter(name, "\(max(0, end - now))")) }
        }
        // What a user allowed may be less than the client asked for.
        if !configuration.accessRules.scopes.isEmpty, token.parameters["scope"] == nil {
            parameters.append(OAuth1Parameter("scope", token.access.scopes.joined(separator: " ")))
        }
        let names = Set(parameters.map(\.name))
        parameters.append(contentsOf: token.parameters.filter { !names.contains($0.name) })
        return parameters
    }

    /// The endpoint that refreshes access tokens (OAuth Session 1.0), if ``OAuth1ServerConfiguration/renewal`` is set.
    ///
    /// - Parameters:
    ///   - request: The request, signed by the client with the access token, expired or not, with the session handle.
    ///   - body: The whole body as it arrived.
    /// - Returns: The access token that takes the place of that one, or a rejection.
    public func renewToken(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await answer(request, body, .renewToken, .renewal) { validated in
            response(with: try await renew(validated))
        }
    }

    /// The endpoint at which a client revokes its access token, and what refreshes it.
    ///
    /// The token may have expired, as long as it can be refreshed. If it is refreshed at the same time, the new one is revoked. The
    /// response has status 200 and no content; a token that was revoked before is rejected like any unknown one.
    ///
    /// - Parameters:
    ///   - request: The request, signed by the client with the access token.
    ///   - body: The whole body as it arrived.
    /// - Returns: An empty response, or a rejection.
    public func revokeToken(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await answer(request, body, .revokeToken, .revocation) { validated in
            if let token = validated.accessToken { try await revoke(token) }
            return []
        }
    }

    private func answer(
        _ request: HTTPRequest,
        _ body: [UInt8],
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ purpose: SignedRequestValidator.Purpose,
        _ issue: Issue
    ) async -> OAuth1ServerResponse {
        await RequestSpan.observing(endpoint) { await answerInSpan(request, body, endpoint, purpose, issue) }
    }

    private func answerInSpan(
        _ request: HTTPRequest,
        _ body: [UInt8],
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ purpose: SignedRequestValidator.Purpose,
        _ issue: Issue
    ) async -> OAuth1ServerResponse {
        var clientKey: String?
        var endpoint = endpoint
        do {
            try checkMethod(of: request)
            // A revocation, too: a database that is being copied would lose it.
            try checkIsWritable()
            let validated = try await validator.validate(request, body: body, for: purpose)
            clientKey = validated.client.key
            endpoint = validated.purpose.endpoint ?? endpoint
            let parameters = try await issue(validated)
            report(endpoint, nil, clientKey: clientKey)
            return .form(parameters)
        } catch {
            let error = OAuth1ServerError(error)
            return refuse(
                error.with(clientKey: clientKey ?? error.clientKey),
                at: error.endpoint ?? endpoint,
                of: request
            )
        }
    }
}
