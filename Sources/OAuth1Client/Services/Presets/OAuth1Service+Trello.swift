//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Trello: scopes are joined with commas, on the consent page's URL.
    ///
    /// Give the application's `name`, or the page calls it unknown. Tokens expire after 30 days unless `expiration` says
    /// otherwise. The origin of the callback is allowed in the settings of the Power-Up.
    ///
    /// OAuth 2.0 with PKCE exists beside it since 2026-09-15. Tokens of OAuth 1.0a stay valid.
    ///
    /// [Documentation](https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/). Not verified: how
    /// callbacks are compared, `callback.oob`.
    public static let trello = OAuth1Service(
        id: "trello",
        name: "Trello",
        documentation: "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/",
        deprecation: Deprecation(
            .successorExists,
            date: Day(2026, 9, 15),
            successor: "OAuth 2.0 with PKCE",
            note: "Tokens of OAuth 1.0a stay valid.",
            source: "https://developer.atlassian.com/cloud/trello/changelog/",
            checkedOn: Day(2026, 11, 27)
        ),
        flow: .threeLegged,
        requestToken: Endpoint("https://trello.com/1/OAuthGetRequestToken"),
        authorize: Authorize(
            "https://trello.com/1/OAuthAuthorizeToken",
            parameters: [
                .option("name"), .option("scope", Option(["read", "write", "account"], joiner: ",")),
                .option("expiration", Option(["1hour", "1day", "30days", "never"])),
            ]
        ),
        accessToken: Endpoint("https://trello.com/1/OAuthGetAccessToken"),
        apiBaseURL: "https://api.trello.com/1",
        signature: Signature(.hmacSHA1),
        probe: Probe("https://api.trello.com/1/members/me", userField: "id", nameField: "username")
    )
}
