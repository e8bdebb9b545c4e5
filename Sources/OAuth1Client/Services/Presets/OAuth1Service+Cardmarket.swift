//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Cardmarket: the realm is the URL of each request, and the token is ready-made, or empty.
    ///
    /// - Important: Closed to new applications. The old hosts ended on 2026-05-01.
    ///
    /// [Documentation](https://api.cardmarket.com/ws/documentation/API:Auth_Overview). Not verified: the host of
    /// `sandbox`.
    public static let cardmarket = OAuth1Service(
        id: "cardmarket",
        name: "Cardmarket",
        documentation: "https://api.cardmarket.com/ws/documentation/API:Auth_Overview",
        deprecation: Deprecation(
            .stays,
            note: "Closed to new applications.",
            source: "https://github.com/alexander-pick/MKMTool/issues/68",
            checkedOn: Day(2026, 11, 23)
        ),
        flow: .staticToken,
        variables: [Variable("host", defaultValue: "apiv2.cardmarket.com")],
        apiBaseURL: "https://{host}/ws/v2.0",
        signature: Signature(.hmacSHA1),
        realm: Realm(.requestURL, steps: [.api]),
        emptyToken: .sendEmpty,
        environments: ["sandbox": ["host": "sandbox.cardmarket.com"]],
        probe: Probe("https://{host}/ws/v2.0/account")
    )
}
