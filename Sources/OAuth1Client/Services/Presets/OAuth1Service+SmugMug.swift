//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// SmugMug: capitalized parameters of the authorization URL select the application's permissions.
    ///
    /// Once the user agreed, a new login does not change it. Paths of the API have exclamation marks, as in
    /// `/api/v2!authuser`.
    ///
    /// [Documentation](https://api.smugmug.com/api/v2/doc/tutorial/authorization.html). Not verified: the methods of the
    /// token endpoints.
    public static let smugMug = OAuth1Service(
        id: "smugmug",
        name: "SmugMug",
        documentation: "https://api.smugmug.com/api/v2/doc/tutorial/authorization.html",
        flow: .threeLegged,
        requestToken: Endpoint("https://api.smugmug.com/services/oauth/1.0a/getRequestToken"),
        authorize: Authorize(
            "https://api.smugmug.com/services/oauth/1.0a/authorize",
            parameters: [
                .option("Access", Option(["Public", "Full"])),
                .option("Permissions", Option(["Read", "Add", "Modify"])),
                .option("allowThirdPartyLogin", Option(["0", "1"])),
                .option("showSignUpButton", Option(["true", "false"])),
                .option("username"), .option("viewportScale"),
            ],
            variants: ["secure": "https://secure.smugmug.com/services/oauth/1.0a/authorize"]
        ),
        accessToken: Endpoint("https://api.smugmug.com/services/oauth/1.0a/getAccessToken"),
        apiBaseURL: "https://api.smugmug.com/api/v2",
        signature: Signature(.hmacSHA1, or: [.plaintext]),
        headers: Headers(["Accept": "application/json"]),
        probe: Probe("https://api.smugmug.com/api/v2!authuser", nameField: "Response.User.NickName")
    )
}
