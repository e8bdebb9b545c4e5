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
    /// [Documentation](https://docs.x.com/fundamentals/authentication/oauth-1-0a/overview). Not verified:
    /// `revokeToken`.
    public static let x = OAuth1Service(
        id: "x",
        name: "X",
        documentation: "https://docs.x.com/fundamentals/authentication/oauth-1-0a/overview",
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
        apiBaseURL: "https://api.x.com",
        signature: Signature(.hmacSHA1),
        tokenResponse: TokenResponse(exposes: [.userID: "user_id", .screenName: "screen_name"]),
        probe: Probe("https://api.x.com/2/users/me", userField: "data.id", nameField: "data.username")
    )
}
