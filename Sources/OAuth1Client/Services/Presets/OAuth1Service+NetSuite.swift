//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Oracle NetSuite's token-based authentication: HMAC-SHA256, and the account as realm and in the host.
    ///
    /// Of `1234567_SB1` the realm is as it is and the host has `1234567-sb1`, whichever of the two is given. With tokens from NetSuite's pages,
    /// give one to the client and leave out the login.
    ///
    /// - Important: No new integrations from release 2027.1; support is to end with release 2028.2.
    ///
    /// [Documentation](https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156337186044.html). Not
    /// verified: the host of `authorize`, `revokeToken`, `probe`, the parameters of `requestToken`.
    ///
    /// - Parameter account: The account, as NetSuite shows it or as it is in URLs.
    /// - Returns: The service.
    public static func netsuite(account: String) -> OAuth1Service {
        OAuth1Service(
            id: "netsuite-tba",
            name: "NetSuite",
            documentation: "https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156337186044.html",
            deprecation: Deprecation(
                .ends,
                successor: "OAuth 2.0",
                note:
                    "No new integrations from release 2027.1. Support is to end with "
                    + "release 2028.2.",
                source: "https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_158921905537.html",
                checkedOn: Day(2026, 11, 27)
            ),
            flow: .threeLegged,
            variables: [
                Variable("account", defaultValue: account, pattern: "[A-Za-z0-9]+([_-][A-Za-z0-9]+)?"),
                Variable("realm", derivedFrom: "account", [.uppercased, .replacing("-", with: "_")]),
                Variable("accountHost", derivedFrom: "account", [.lowercased, .replacing("_", with: "-")]),
            ],
            requestToken: Endpoint(
                "https://{accountHost}.restlets.api.netsuite.com/rest/requesttoken",
                parameters: [.option("role"), .option("state")]
            ),
            authorize: Authorize("https://{accountHost}.app.netsuite.com/app/login/secure/authorizetoken.nl"),
            accessToken: Endpoint("https://{accountHost}.restlets.api.netsuite.com/rest/accesstoken"),
            revokeToken: Endpoint("https://{accountHost}.restlets.api.netsuite.com/rest/revoketoken"),
            apiBaseURL: "https://{accountHost}.suitetalk.api.netsuite.com/services/rest",
            signature: Signature(.hmacSHA256),
            realm: Realm(.text("{realm}"), steps: [.accessToken, .revokeToken, .api]),
            callback: Callback(oob: .unsupported),
            probe: Probe("https://{accountHost}.restlets.api.netsuite.com/rest/tokeninfo")
        )
    }
}
