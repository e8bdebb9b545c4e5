//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension AsyncOAuth1Client {
    /// Exchanges credentials of OAuth 1.0a for an OAuth 2.0 token, as the service describes it (RFC 6749 section 5.1).
    ///
    /// Store the token before you use it: most services cancel the one that an earlier exchange gave.
    ///
    /// - Parameters:
    ///   - token: The user's access token; the client's unless given. Services that exchange consumer key and secret
    ///     need none.
    ///   - oauth2Client: The credentials of the application's OAuth 2.0 client, for services that ask for them.
    ///   - parameters: Choices for the service's parameters, such as `scope`, and additional parameters.
    /// - Returns: The OAuth 2.0 token, to be stored.
    /// - Throws: ``OAuth1ClientError``, or `CancellationError`.
    public func exchangeToken(
        _ token: OAuth1AccessToken? = nil,
        oauth2Client: OAuth2ClientCredentials? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth2Token {
        var token = token
        if token == nil { token = try await accessToken(for: .client) }
        let request = try flow.tokenExchangeRequest(token: token, oauth2Client: oauth2Client, parameters: parameters)
        return try await runner.run(request, .tokenExchange) { response in
            try flow.readTokenExchange(response, exchanging: token, oauth2Client: oauth2Client)
        }
    }
}
