//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

extension OAuth1Flow {
    /// Builds the request that refreshes an access token.
    ///
    /// - Parameters:
    ///   - url: The URL that refreshes tokens; in the style of OAuth Session it is the access-token URL.
    ///   - token: The token, expired or not.
    ///   - style: How the service refreshes tokens.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the URL can't be used, or the token has no session handle where that refreshes it.
    public func renewalRequest(
        _ url: String,
        token: OAuth1AccessToken,
        style: OAuth1RenewalStyle = .session
    ) throws -> OAuth1UnsignedRequest {
        OAuth1UnsignedRequest(
            request: try tokenRequest(.refresh, style == .reactivation ? .get : options.tokenRequestMethod, url, []),
            body: nil,
            signer: signer(for: token),
            options: try renewalOptions(of: token, style),
            step: .refresh
        )
    }

    /// Builds the request that refreshes an access token of the service.
    ///
    /// A token with a session handle is refreshed by it, any other by being sent.
    ///
    /// - Parameter token: The token, expired or not.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if there is no service, or it does not refresh tokens.
    public func renewalRequest(token: OAuth1AccessToken) throws -> OAuth1UnsignedRequest {
        try tokenRequest(.renewToken, token: token, [], try renewalOptions(of: token, token.renewalStyle))
    }

    /// Builds the request that ends an access token of the service.
    ///
    /// - Parameter token: The token.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if there is no service, or it has no such request.
    public func revocationRequest(token: OAuth1AccessToken) throws -> OAuth1UnsignedRequest {
        try tokenRequest(.revokeToken, token: token, [], OAuth1SigningOptions(isTokenRequest: true))
    }

    private func renewalOptions(
        of token: OAuth1AccessToken,
        _ style: OAuth1RenewalStyle
    ) throws -> OAuth1SigningOptions {
        var signing = OAuth1SigningOptions(isTokenRequest: true)
        guard style == .session else { return signing }
        guard let handle = token.sessionHandle, !handle.isEmpty else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the access token can't be refreshed: its parameters contain no oauth_session_handle",
                recoverySuggestion:
                    "Store the token's parameters together with the token. If the service sent none, log in "
                    + "again",
                step: .refresh
            )
        }
        signing.additionalParameters = [OAuth1Parameter("oauth_session_handle", handle.reveal())]
        return signing
    }

    /// Reads the response with the refreshed token.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - token: The token that was to be refreshed.
    ///   - style: How the service refreshes tokens.
    /// - Returns: The token to store and to use from now on.
    /// - Throws: ``OAuth1ClientError`` that says what the service answered instead.
    public func readRenewal(
        _ response: OAuth1Response,
        renewing token: OAuth1AccessToken,
        style: OAuth1RenewalStyle = .session
    ) throws -> OAuth1AccessToken {
        let secrets = [token.secret] + (token.sessionHandle.map { [$0] } ?? [])
        if style == .reactivation {
            let response = try options.hooks.mended(response)
            guard response.isSuccess, response.report.isEmpty, !HTMLTitle.isPage(response),
                !TokenResponse.saysError(response, TokenResponse.parameters(in: response) ?? [])
            else {
                throw OAuth1ClientError(
                    .tokenRequestRefused,
                    TokenResponse.rejection(response, .refresh),
                    step: .refresh,
                    response: response,
                    signer: signer(for: token),
                    hiding: [client.secret] + secrets
                )
            }
            return token
        }
        let answer = try tokenResponse(.refresh, response, signer: signer(for: token), hiding: secrets)
        var parameters = answer.others
        // Values that a service does not repeat are kept: the session handle, and the user's data from the first response.
        let names = Set(parameters.map(\.name))
        parameters.append(
            contentsOf: token.parameters.filter { parameter in
                !names.contains(parameter.name) && !parameter.name.hasSuffix("expires_in")
            }
        )
        return OAuth1AccessToken(token: answer.token, secret: answer.secret, parameters: parameters)
    }
}
