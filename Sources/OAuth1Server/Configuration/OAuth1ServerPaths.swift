//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where the endpoints are (RFC 5849 section 2, OAuth Session 1.0), and the page of a user's grants.
public struct OAuth1ServerPaths: Sendable, Hashable {
    /// The path of the request-token endpoint (temporary credential request, section 2.1).
    public var requestToken: String
    /// The path of the consent page (resource owner authorization, section 2.2).
    public var authorize: String
    /// The path of the access-token endpoint (token request, section 2.3).
    public var accessToken: String
    /// The path where access tokens are refreshed, if ``OAuth1ServerConfiguration/renewal`` is set.
    ///
    /// The access-token endpoint refreshes them as well.
    public var renewToken: String
    /// The path where clients revoke their access tokens.
    public var revokeToken: String
    /// The path of the page on which users see which applications have access, and remove it.
    public var grants: String

    /// Creates paths.
    ///
    /// - Parameters:
    ///   - requestToken: The path of the request-token endpoint.
    ///   - authorize: The path of the consent page.
    ///   - accessToken: The path of the access-token endpoint.
    ///   - renewToken: The path where access tokens are refreshed.
    ///   - revokeToken: The path where clients revoke their access tokens.
    ///   - grants: The path of the page of a user's grants.
    public init(
        requestToken: String = "/oauth/request_token",
        authorize: String = "/oauth/authorize",
        accessToken: String = "/oauth/access_token",
        renewToken: String = "/oauth/renew_token",
        revokeToken: String = "/oauth/revoke_token",
        grants: String = "/oauth/grants"
    ) {
        self.requestToken = requestToken
        self.authorize = authorize
        self.accessToken = accessToken
        self.renewToken = renewToken
        self.revokeToken = revokeToken
        self.grants = grants
    }
}
