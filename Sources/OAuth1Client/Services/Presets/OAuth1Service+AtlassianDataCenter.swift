//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Jira, Confluence and Bitbucket Data Center, with an application link: RSA-SHA1.
    ///
    /// Give the method with the private key whose public one the link has; there is no consumer secret. The variant for
    /// the Cloud is deprecated, and not this one.
    ///
    /// - Important: All licenses of Data Center expire on 2029-03-28. The products are read-only then.
    ///
    /// [Documentation](https://developer.atlassian.com/server/jira/platform/oauth/). Not verified: `renewToken`, the
    /// parameter for calls without a user, `probe`, which is Jira's.
    ///
    /// - Parameter baseURL: The URL of the installation, with its context path if it has one.
    /// - Returns: The service.
    public static func atlassianDataCenter(baseURL: String) -> OAuth1Service {
        OAuth1Service(
            id: "atlassian-dc",
            name: "Atlassian Data Center",
            documentation: "https://developer.atlassian.com/server/jira/platform/oauth/",
            deprecation: Deprecation(
                .ends,
                date: Day(2029, 3, 28),
                successor: "Atlassian Cloud with OAuth 2.0",
                note: "All licenses of Data Center expire, and the products become read-only.",
                source:
                    "https://community.atlassian.com/forums/App-Central-articles/Atlassian-Data-Center-End-of-Life-AI-Coding-Agents-and-the-Real/ba-p/3206234",
                checkedOn: Day(2026, 11, 27)
            ),
            flow: .threeLegged,
            variables: [.url("baseURL", baseURL)],
            requestToken: Endpoint("{baseURL}/plugins/servlet/oauth/request-token"),
            authorize: Authorize("{baseURL}/plugins/servlet/oauth/authorize"),
            accessToken: Endpoint("{baseURL}/plugins/servlet/oauth/access-token"),
            renewToken: Endpoint("{baseURL}/plugins/servlet/oauth/access-token"),
            apiBaseURL: "{baseURL}/rest",
            signature: Signature(.rsaSHA1),
            emptyToken: .sendEmpty,
            tokenResponse: TokenResponse(
                exposes: [
                    .expiresIn: "oauth_expires_in", .authorizationExpiresIn: "oauth_authorization_expires_in",
                    .sessionHandle: "oauth_session_handle",
                ]
            ),
            probe: Probe("{baseURL}/rest/api/2/myself", userField: "key")
        )
    }
}
