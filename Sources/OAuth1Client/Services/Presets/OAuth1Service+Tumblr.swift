//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Tumblr: HMAC-SHA1 in the header, and in no other place.
    ///
    /// The callback may be left out for the one that is registered; there is no `oob`.
    ///
    /// [Documentation](https://www.tumblr.com/docs/en/api/v2). Not verified: whether name and password can still be
    /// exchanged for a token, which this preset does not offer.
    public static let tumblr = OAuth1Service(
        id: "tumblr",
        name: "Tumblr",
        documentation: "https://www.tumblr.com/docs/en/api/v2",
        flow: .threeLegged,
        requestToken: Endpoint("https://www.tumblr.com/oauth/request_token"),
        authorize: Authorize("https://www.tumblr.com/oauth/authorize"),
        accessToken: Endpoint("https://www.tumblr.com/oauth/access_token"),
        apiBaseURL: "https://api.tumblr.com/v2",
        signature: Signature(.hmacSHA1),
        callback: Callback(oob: .unsupported, isRequired: false),
        probe: Probe("https://api.tumblr.com/v2/user/info", nameField: "response.user.name")
    )
}
