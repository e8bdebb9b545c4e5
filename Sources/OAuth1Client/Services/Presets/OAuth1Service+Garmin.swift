//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Garmin Connect's developer program, with OAuth 1.0a: three hosts, and the callback on the consent page's URL.
    ///
    /// - Important: New applications get OAuth 2.0 only. Believed to end on 2026-12-31, which is not verified.
    ///
    /// [Documentation](https://developer.garmin.com/gc-developer-program/). Not verified: the date, the callback on the
    /// consent page's URL, `probe`.
    public static let garmin = OAuth1Service(
        id: "garmin",
        name: "Garmin Connect",
        documentation: "https://developer.garmin.com/gc-developer-program/",
        deprecation: "new applications get OAuth 2.0 only; believed to end on 2026-12-31",
        flow: .threeLegged,
        requestToken: Endpoint("https://connectapi.garmin.com/oauth-service/oauth/request_token"),
        authorize: Authorize(
            "https://connect.garmin.com/oauthConfirm",
            parameters: [.fixed("oauth_callback", "{callback}")]
        ),
        accessToken: Endpoint("https://connectapi.garmin.com/oauth-service/oauth/access_token"),
        apiBaseURL: "https://apis.garmin.com",
        signature: Signature(.hmacSHA1),
        callback: Callback(sentAt: .authorize, oob: .unsupported, isRequired: false),
        probe: Probe("https://apis.garmin.com/wellness-api/rest/user/id", userField: "userId")
    )
}
