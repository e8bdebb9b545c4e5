//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Session {
    /// The same session with an OAuth 2.0 token, which calls carry in place of a signature.
    ///
    /// - Parameter token: The token.
    /// - Returns: The session.
    public func using(_ token: OAuth2Token) -> OAuth1Session { OAuth1Session(client.using(token)) }

    /// Exchanges credentials of OAuth 1.0a for an OAuth 2.0 token, as the service describes it (RFC 6749 section 5.1).
    ///
    /// Store the token before you use it: most services cancel the one that an earlier exchange gave.
    ///
    /// - Parameters:
    ///   - token: The user's access token; the session's unless given. Services that exchange consumer key and secret
    ///     need none.
    ///   - oauth2Client: The credentials of the application's OAuth 2.0 client, for services that ask for them.
    ///   - parameters: Choices for the service's parameters, such as `scope`, and additional parameters.
    /// - Returns: The OAuth 2.0 token, to be stored.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func exchangeToken(
        _ token: OAuth1AccessToken? = nil,
        oauth2Client: OAuth2ClientCredentials? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth2Token {
        let client = client
        return try Blocking.run {
            try await client.exchangeToken(token, oauth2Client: oauth2Client, parameters: parameters)
        }
    }
}
