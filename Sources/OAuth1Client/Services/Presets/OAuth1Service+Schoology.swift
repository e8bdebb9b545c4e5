//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Schoology: OAuth 1.0, with the callback on the consent page's URL, without a verifier, and with a realm.
    ///
    /// Access tokens live at most 90 days; the user logs in again after that. Calls without a user have an empty token.
    ///
    /// [Documentation](https://developers.schoology.com/api-documentation/authentication). Not verified: the redirect of
    /// `probe`, whether parameters are in the header only.
    ///
    /// - Parameter domain: The domain of the school's pages.
    /// - Returns: The service.
    public static func schoology(domain: String = "www.schoology.com") -> OAuth1Service {
        OAuth1Service(
            id: "schoology",
            name: "Schoology",
            documentation: "https://developers.schoology.com/api-documentation/authentication",
            deprecation: Deprecation(
                .stays,
                note: "Access tokens expire after at most 90 days.",
                source: "https://developers.schoology.com/api-documentation/important-api-authentication-update/",
                checkedOn: Day(2026, 11, 27)
            ),
            flow: .threeLegged,
            variables: [Variable("domain", defaultValue: domain)],
            requestToken: Endpoint("https://api.schoology.com/v1/oauth/request_token", method: .get),
            authorize: Authorize(
                "https://{domain}/oauth/authorize",
                parameters: [.fixed("oauth_callback", "{callback}")]
            ),
            accessToken: Endpoint("https://api.schoology.com/v1/oauth/access_token", method: .get),
            apiBaseURL: "https://api.schoology.com/v1",
            signature: Signature(.hmacSHA1, or: [.plaintext]),
            realm: Realm(.text("Schoology API")),
            callback: Callback(sentAt: .authorize, oob: .unsupported, isRequired: false),
            verifier: .absent,
            emptyToken: .sendEmpty,
            headers: Headers(["Accept": "application/json"]),
            probe: Probe("https://api.schoology.com/v1/users/me")
        )
    }
}
