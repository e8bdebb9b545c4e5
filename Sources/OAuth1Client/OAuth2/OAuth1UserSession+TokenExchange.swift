//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1UserSession {
    /// Exchanges the user's access token for an OAuth 2.0 token, as the service describes it (RFC 6749 section 5.1).
    ///
    /// The session keeps its access token and does not remember the OAuth 2.0 token: store that yourself.
    ///
    /// - Parameters:
    ///   - oauth2Client: The credentials of the application's OAuth 2.0 client, for services that ask for them.
    ///   - parameters: Choices for the service's parameters, such as `scope`, and additional parameters.
    /// - Returns: The OAuth 2.0 token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func exchangeToken(
        oauth2Client: OAuth2ClientCredentials? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth2Token {
        try Blocking.run { [session] in
            try await session.exchangeToken(oauth2Client: oauth2Client, parameters: parameters)
        }
    }
}
