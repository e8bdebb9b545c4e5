//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Garmin Connect's developer program, with OAuth 1.0a: three hosts, and the callback on the consent page's URL.
    ///
    /// - Important: OAuth 1.0a ends on 2026-12-31, and new applications get OAuth 2.0 only. `exchangeToken` exchanges a
    ///   user's token for one of OAuth 2.0, once Garmin's support has enabled OAuth 2.0 for the application. Fetch and
    ///   store each user's identifier before: afterwards notifications name users by it.
    ///
    /// [Documentation](https://developer.garmin.com/gc-developer-program/). Not verified: the callback on the consent
    /// page's URL, `probe`, `tokenExchange` against the live service.
    public static let garmin = OAuth1Service(
        id: "garmin",
        name: "Garmin Connect",
        documentation: "https://developer.garmin.com/gc-developer-program/",
        deprecation: Deprecation(
            .ends,
            date: Day(2026, 12, 31),
            successor: "OAuth 2.0 with PKCE",
            exchange: "https://apis.garmin.com/partner-gateway/rest/user/token-exchange",
            note:
                "New applications get OAuth 2.0 only. Garmin's support enables the "
                + "exchange for an application.",
            source: "https://github.com/stoufa06/php-garmin-connect-api/issues/23",
            checkedOn: Day(2026, 11, 27)
        ),
        flow: .threeLegged,
        requestToken: Endpoint("https://connectapi.garmin.com/oauth-service/oauth/request_token"),
        authorize: Authorize(
            "https://connect.garmin.com/oauthConfirm",
            parameters: [.fixed("oauth_callback", "{callback}")]
        ),
        accessToken: Endpoint("https://connectapi.garmin.com/oauth-service/oauth/access_token"),
        tokenExchange: TokenExchange(
            Endpoint("https://apis.garmin.com/partner-gateway/rest/user/token-exchange")
        ),
        apiBaseURL: "https://apis.garmin.com",
        signature: Signature(.hmacSHA1),
        callback: Callback(sentAt: .authorize, oob: .unsupported, isRequired: false),
        probe: Probe("https://apis.garmin.com/wellness-api/rest/user/id", userField: "userId")
    )
}
