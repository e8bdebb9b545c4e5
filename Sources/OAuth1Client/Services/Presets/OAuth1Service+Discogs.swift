//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Discogs: PLAINTEXT, and a User-Agent that names the application.
    ///
    /// Without a callback the page shows the verifier.
    ///
    /// [Documentation](https://www.discogs.com/developers/#page:authentication,header:authentication-oauth-flow). Not
    /// verified: `requestToken.method`, `refusal`.
    public static let discogs = OAuth1Service(
        id: "discogs",
        name: "Discogs",
        documentation: "https://www.discogs.com/developers/#page:authentication,header:authentication-oauth-flow",
        flow: .threeLegged,
        requestToken: Endpoint("https://api.discogs.com/oauth/request_token", method: .get),
        authorize: Authorize("https://www.discogs.com/oauth/authorize"),
        accessToken: Endpoint("https://api.discogs.com/oauth/access_token"),
        apiBaseURL: "https://api.discogs.com",
        signature: Signature(.plaintext, or: [.hmacSHA1]),
        callback: Callback(isRequired: false),
        headers: Headers(requiresUserAgent: true),
        probe: Probe("https://api.discogs.com/oauth/identity", userField: "id", nameField: "username")
    )
}
