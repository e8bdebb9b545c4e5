//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where the three endpoints are (RFC 5849 section 2).
public struct OAuth1ServerPaths: Sendable, Hashable {
    /// The path of the request-token endpoint (temporary credential request, section 2.1).
    public var requestToken: String
    /// The path of the consent page (resource owner authorization, section 2.2).
    public var authorize: String
    /// The path of the access-token endpoint (token request, section 2.3).
    public var accessToken: String

    /// Creates paths.
    ///
    /// - Parameters:
    ///   - requestToken: The path of the request-token endpoint.
    ///   - authorize: The path of the consent page.
    ///   - accessToken: The path of the access-token endpoint.
    public init(
        requestToken: String = "/oauth/request_token",
        authorize: String = "/oauth/authorize",
        accessToken: String = "/oauth/access_token"
    ) {
        self.requestToken = requestToken
        self.authorize = authorize
        self.accessToken = accessToken
    }
}
