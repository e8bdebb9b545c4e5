//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// TripIt: OAuth 1.0, with the callback on the consent page's URL and without a verifier.
    ///
    /// Without a verifier nothing shows that who ends a login is who agreed to it: an attacker can have somebody else agree
    /// with a link, and end the login with the other's token. Don't take it for a proof of who a user is.
    ///
    /// [Documentation](https://tripit.github.io/api/doc/v1). Not verified: the page `mobile`.
    public static let tripIt = OAuth1Service(
        id: "tripit",
        name: "TripIt",
        documentation: "https://tripit.github.io/api/doc/v1",
        flow: .threeLegged,
        requestToken: Endpoint("https://api.tripit.com/oauth/request_token"),
        authorize: Authorize(
            "https://www.tripit.com/oauth/authorize",
            parameters: [.fixed("oauth_callback", "{callback}")],
            variants: [
                "signIn": "https://www.tripit.com/oauth/authenticate",
                "mobile": "https://m.tripit.com/oauth/authorize",
            ]
        ),
        accessToken: Endpoint("https://api.tripit.com/oauth/access_token"),
        apiBaseURL: "https://api.tripit.com/v1",
        signature: Signature(.hmacSHA1),
        callback: Callback(sentAt: .authorize, oob: .unsupported),
        verifier: .absent,
        probe: Probe("https://api.tripit.com/v1/get/profile?format=json")
    )
}
