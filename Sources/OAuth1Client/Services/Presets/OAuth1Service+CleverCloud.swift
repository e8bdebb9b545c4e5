//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Clever Cloud: HMAC-SHA512, token requests with their parameters in a form, calls with theirs in the header.
    ///
    /// The callback must be on the domain of the base URL that the OAuth consumer was registered with. Access tokens
    /// expire after three months by default: the token response says when, as `expiration_date`.
    ///
    /// [Documentation](https://www.clever.cloud/developers/api/howto/). Not verified: the fields of `probe`, whether
    /// `oob` is accepted.
    public static let cleverCloud = OAuth1Service(
        id: "clever-cloud",
        name: "Clever Cloud",
        documentation: "https://www.clever.cloud/developers/api/howto/",
        deprecation: Deprecation(
            .stays,
            note: "Access tokens expire after three months by default.",
            source: "https://www.clever.cloud/developers/api/howto/",
            checkedOn: Day(2026, 11, 27)
        ),
        flow: .threeLegged,
        requestToken: Endpoint("https://api.clever-cloud.com/v2/oauth/request_token", placement: .body),
        authorize: Authorize("https://api.clever-cloud.com/v2/oauth/authorize"),
        accessToken: Endpoint("https://api.clever-cloud.com/v2/oauth/access_token", placement: .body),
        apiBaseURL: "https://api.clever-cloud.com/v2",
        signature: Signature(.hmacSHA512, or: [.hmacSHA1, .plaintext]),
        callback: Callback(oob: .unsupported),
        probe: Probe("https://api.clever-cloud.com/v2/self", userField: "id", nameField: "email")
    )
}
