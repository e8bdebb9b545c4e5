//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

extension AsyncOAuth1Client {
    /// Refreshes an access token.
    ///
    /// - Parameters:
    ///   - url: The URL that refreshes tokens; in the style of OAuth Session it is the access-token URL.
    ///   - token: The token, expired or not, with the parameters that the service gave with it.
    ///   - style: How the service refreshes tokens.
    /// - Returns: The token to store and to use from now on.
    /// - Throws: ``OAuth1ClientError``, or `CancellationError`.
    public func renew(
        _ url: String,
        token: OAuth1AccessToken,
        style: OAuth1RenewalStyle = .session
    ) async throws -> OAuth1AccessToken {
        let request = try flow.renewalRequest(url, token: token, style: style)
        return try await runner.run(request, .renewal) { response in
            try flow.readRenewal(response, renewing: token, style: style)
        }
    }

    /// Makes an access token one that is refreshed when it expired, once for all the calls that wait for it.
    ///
    /// - Parameters:
    ///   - token: The token, with the parameters that the service gave with it.
    ///   - url: The URL that refreshes tokens; in the style of OAuth Session it is the access-token URL.
    ///   - style: How the service refreshes tokens.
    ///   - obtainedAt: When the token was issued, in seconds since 1970, if it shall be refreshed before it is rejected.
    ///   - store: Stores the new token, before any call is signed with it.
    /// - Returns: The token, for ``using(_:)-(OAuth1RenewableToken)`` or ``OAuth1CallToken/renewable(_:)``.
    public func renewable(
        _ token: OAuth1AccessToken,
        at url: String,
        style: OAuth1RenewalStyle = .session,
        obtainedAt: Int64? = nil,
        store: @escaping @Sendable (OAuth1AccessToken) async throws -> Void
    ) -> OAuth1RenewableToken {
        OAuth1RenewableToken(
            token,
            obtainedAt: obtainedAt,
            clock: flow.configuration.clock,
            renew: { try await renew(url, token: $0, style: style) },
            store: store
        )
    }

    /// Refreshes an access token of the client's service.
    ///
    /// - Parameter token: The token, expired or not, with the parameters that the service gave with it.
    /// - Returns: The token to store and to use from now on.
    /// - Throws: ``OAuth1ClientError``, or `CancellationError`.
    public func renew(_ token: OAuth1AccessToken) async throws -> OAuth1AccessToken {
        let request = try flow.renewalRequest(token: token)
        return try await runner.run(request, .renewal) { response in
            try flow.readRenewal(response, renewing: token, style: token.renewalStyle)
        }
    }

    /// Makes an access token of the client's service one that is refreshed when it expired.
    ///
    /// - Parameters:
    ///   - token: The token, with the parameters that the service gave with it.
    ///   - obtainedAt: When the token was issued, in seconds since 1970, if it shall be refreshed before it is rejected.
    ///   - store: Stores the new token, before any call is signed with it.
    /// - Returns: The token, for ``using(_:)-(OAuth1RenewableToken)`` or ``OAuth1CallToken/renewable(_:)``.
    public func renewable(
        _ token: OAuth1AccessToken,
        obtainedAt: Int64? = nil,
        store: @escaping @Sendable (OAuth1AccessToken) async throws -> Void
    ) -> OAuth1RenewableToken {
        OAuth1RenewableToken(
            token,
            obtainedAt: obtainedAt,
            clock: flow.configuration.clock,
            renew: { try await renew($0) },
            store: store
        )
    }

    /// Ends an access token of the client's service, so that nobody can use it anymore.
    ///
    /// - Parameter token: The token.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` if the service rejects, or
    ///   `CancellationError`.
    public func revoke(_ token: OAuth1AccessToken) async throws {
        let request = try flow.revocationRequest(token: token)
        try await runner.run(request, .revocation) { response in
            if !response.isSuccess || !response.report.isEmpty {
                throw OAuth1ClientError(
                    .unexpectedStatus,
                    TokenResponse.rejection(response, .revocation),
                    step: .revocation,
                    response: response,
                    hiding: [flow.client.secret, token.secret]
                )
            }
        }
    }

    /// Fetches an access token with the user's name and password (xAuth), where a service allows that.
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - username: The user's name.
    ///   - password: The user's password, not to be kept.
    ///   - parameters: Additional fields of the form.
    /// - Returns: The access token, to be stored.
    /// - Throws: ``OAuth1ClientError``, or `CancellationError`.
    public func fetchAccessToken(
        _ url: String,
        username: String,
        password: OAuth1Secret,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1AccessToken {
        let request = try flow.xAuthRequest(url, username: username, password: password, parameters: parameters)
        return try await runner.run(request, .accessToken) { response in
            try flow.readAccessToken(response, hiding: [password])
        }
    }
}
