//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Launchpad: OAuth 1.0 with PLAINTEXT and an empty consumer secret; token requests have their parameters in a form.
    ///
    /// Any consumer key will do. Without a callback, ask for the access token until the user has decided. The environments
    /// are `staging` and `qastaging`.
    ///
    /// [Documentation](https://ubuntu.com/docs/launchpad/user/how-to/launchpad-web-signing/). Not verified: the values of
    /// `allow_permission`, what asking again looks like, `probe`.
    public static let launchpad = OAuth1Service(
        id: "launchpad",
        name: "Launchpad",
        documentation: "https://ubuntu.com/docs/launchpad/user/how-to/launchpad-web-signing/",
        flow: .threeLegged,
        variables: [Variable("host", defaultValue: "launchpad.net")],
        requestToken: Endpoint("https://{host}/+request-token", placement: .body),
        authorize: Authorize(
            "https://{host}/+authorize-token",
            parameters: [
                .option(
                    "allow_permission",
                    Option(
                        ["READ_PUBLIC", "WRITE_PUBLIC", "READ_PRIVATE", "WRITE_PRIVATE", "DESKTOP_INTEGRATION"],
                        repeats: true
                    )
                ),
                .fixed("oauth_callback", "{callback}"),
            ]
        ),
        accessToken: Endpoint("https://{host}/+access-token", placement: .body),
        apiBaseURL: "https://api.{host}/devel",
        signature: Signature(.plaintext),
        realm: Realm(.text("https://api.{host}/"), steps: [.api]),
        callback: Callback(sentAt: .authorize, oob: .unsupported, isRequired: false),
        verifier: .absent,
        environments: [
            "staging": ["host": "staging.launchpad.net"], "qastaging": ["host": "qastaging.launchpad.net"],
        ],
        probe: Probe("https://api.{host}/devel/people/+me")
    )
}
