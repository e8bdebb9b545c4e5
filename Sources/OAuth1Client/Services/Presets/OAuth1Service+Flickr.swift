//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Flickr: `perms` in the authorization URL selects the application's permissions.
    ///
    /// Without a choice it is `read`, as the page is an error where neither it nor the application's settings say.
    /// Calls go to the API's base URL itself, with `method` in the query. Text fields of an upload are signed:
    /// `OAuth1SigningOptions.additionallySigned` takes them.
    ///
    /// [Documentation](https://www.flickr.com/services/api/auth.oauth.html). Not verified: whether parameters may also
    /// are in the query.
    public static let flickr = OAuth1Service(
        id: "flickr",
        name: "Flickr",
        documentation: "https://www.flickr.com/services/api/auth.oauth.html",
        flow: .threeLegged,
        requestToken: Endpoint("https://www.flickr.com/services/oauth/request_token", method: .get),
        authorize: Authorize(
            "https://www.flickr.com/services/oauth/authorize",
            parameters: [.option("perms", Option(["read", "write", "delete"], default: ["read"]))]
        ),
        accessToken: Endpoint("https://www.flickr.com/services/oauth/access_token", method: .get),
        apiBaseURL: "https://api.flickr.com/services/rest/",
        signature: Signature(.hmacSHA1),
        tokenResponse: TokenResponse(
            exposes: [.userID: "user_nsid", .screenName: "username", .fullName: "fullname"]
        ),
        probe: Probe(
            "https://api.flickr.com/services/rest/?method=flickr.test.login&format=json&nojsoncallback=1"
        )
    )
}
