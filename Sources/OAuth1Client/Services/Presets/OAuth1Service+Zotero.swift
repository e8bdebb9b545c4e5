//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Zotero: the login gives an API key, and calls are not signed but carry it.
    ///
    /// The key is the token secret. Parameters of the authorization URL select its permissions.
    ///
    /// [Documentation](https://www.zotero.org/support/dev/web_api/v3/oauth). Not verified: the values of the consent
    /// page's parameters, `probe`, `callback.oob`.
    public static let zotero = OAuth1Service(
        id: "zotero",
        name: "Zotero",
        documentation: "https://www.zotero.org/support/dev/web_api/v3/oauth",
        flow: .threeLegged,
        requestToken: Endpoint("https://www.zotero.org/oauth/request"),
        authorize: Authorize(
            "https://www.zotero.org/oauth/authorize",
            parameters: [
                .option("name"), .option("library_access", Option(["0", "1"])),
                .option("notes_access", Option(["0", "1"])), .option("write_access", Option(["0", "1"])),
                .option("all_groups", Option(["none", "read", "write"])), .option("identity", Option(["1"])),
            ]
        ),
        accessToken: Endpoint("https://www.zotero.org/oauth/access"),
        apiBaseURL: "https://api.zotero.org",
        signature: Signature(.hmacSHA1),
        callback: Callback(isRequired: false),
        tokenResponse: TokenResponse(exposes: [.userID: "userID", .screenName: "username"]),
        tokenUse: .bearer(Bearer(.secret, header: "Zotero-API-Key")),
        probe: Probe("https://api.zotero.org/keys/current")
    )
}
