//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// fatsecret's profiles: parameters in the query, and timestamps that never go back.
    ///
    /// Calls go to the API's base URL itself, with `method` in the query. Errors come with status 200.
    ///
    /// [Documentation](https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged). Not verified:
    /// `accessToken.method`, whether parameters may also be in the header, `probe`, the format of errors.
    public static let fatSecret = OAuth1Service(
        id: "fatsecret",
        name: "fatsecret",
        documentation: "https://platform.fatsecret.com/docs/guides/authentication/oauth1/three-legged",
        flow: .threeLegged,
        requestToken: Endpoint("https://authentication.fatsecret.com/oauth/request_token"),
        authorize: Authorize("https://authentication.fatsecret.com/oauth/authorize"),
        accessToken: Endpoint("https://authentication.fatsecret.com/oauth/access_token", method: .get),
        apiBaseURL: "https://platform.fatsecret.com/rest/server.api",
        signature: Signature(.hmacSHA1),
        placement: .query,
        errorInBody: ErrorInBody("error"),
        probe: Probe("https://platform.fatsecret.com/rest/server.api?method=profile.get&format=json")
    )
}
