//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// X (Twitter): HMAC-SHA1 in the header.
    ///
    /// The callback is on the list in the application's settings. The page `signIn` skips the question if the user has
    /// agreed before; it goes together badly with `x_auth_access_type`. A rejection has `denied` in the callback.
    ///
    /// - Important: X announced on 2026-09-21 that OAuth 1.0a will end, and named no day. `exchangeToken` exchanges a
    ///   user's token for one of OAuth 2.0; it needs the credentials of the application's OAuth 2.0 client. The token of
    ///   OAuth 1.0a stays valid. Each exchange cancels the OAuth 2.0 tokens of the one before.
    ///
    /// [Documentation](https://docs.x.com/fundamentals/authentication/oauth-1-0a/overview). Not verified:
    /// `revokeToken`, `tokenExchange` against the live service.
    public static let x = OAuth1Service(
        id: "x",
        name: "X",
        documentation: "https://docs.x.com/fundamentals/authentication/oauth-1-0a/overview",
        deprecation: Deprecation(
            .announced,
            date: Day(2026, 9, 21),
            successor: "OAuth 2.0 with PKCE",
            exchange: "https://api.x.com/2/oauth2/token",
            source: "https://docs.x.com/fundamentals/authentication/oauth-2-0/oauth-1-0a-token-exchange",
            checkedOn: Day(2026, 11, 27)
        ),
        flow: .threeLegged,
        requestToken: Endpoint(
            "https://api.x.com/oauth/request_token",
            parameters: [.option("x_auth_access_type", Option(["read", "write"]))]
        ),
        authorize: Authorize(
            "https://api.x.com/oauth/authorize",
            parameters: [.option("force_login", Option(["true"])), .option("screen_name")],
            variants: ["signIn": "https://api.x.com/oauth/authenticate"]
        ),
        accessToken: Endpoint("https://api.x.com/oauth/access_token"),
        revokeToken: Endpoint("https://api.x.com/1.1/oauth/invalidate_token"),
        tokenExchange: TokenExchange(
            Endpoint(
                "https://api.x.com/2/oauth2/token",
                parameters: [
                    .fixed("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", place: .body),
                    .fixed("subject_token", "{token}", place: .body),
                    .fixed("subject_token_type", "urn:x:params:oauth:token-type:oauth1_token", place: .body),
                    .fixed("oauth_token_secret", "{tokenSecret}", place: .body),
                    .option("scope", Option(joiner: " "), place: .body),
                ]
            ),
            authentication: .oauth2Client,
            repetition: .replaces
        ),
        apiBaseURL: "https://api.x.com",
        signature: Signature(.hmacSHA1),
        tokenResponse: TokenResponse(exposes: [.userID: "user_id", .screenName: "screen_name"]),
        probe: Probe("https://api.x.com/2/users/me", userField: "data.id", nameField: "data.username")
    )
}
