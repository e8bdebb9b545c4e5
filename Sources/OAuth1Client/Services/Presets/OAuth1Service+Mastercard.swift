//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Mastercard's APIs: RSA-SHA256 with a body hash in every call, and neither token nor login.
    ///
    /// The key comes in a PKCS#12 file; give the method with it. The environment `sandbox` has a separate host.
    ///
    /// [Documentation](https://developer.mastercard.com/platform/documentation/authentication/using-oauth-1a-to-access-mastercard-apis/).
    /// OAuth 2.0 with FAPI 2.0 exists beside it; no end is announced. Not verified: the host of `sandbox`.
    public static let mastercard = OAuth1Service(
        id: "mastercard",
        name: "Mastercard",
        documentation:
            "https://developer.mastercard.com/platform/documentation/authentication/using-oauth-1a-to-access-mastercard-apis/",
        deprecation: Deprecation(
            .successorExists,
            successor: "OAuth 2.0 with FAPI 2.0",
            source: "https://developer.mastercard.com/blog/fapi-20-is-now-available-on-mastercard-developers/",
            checkedOn: Day(2026, 11, 27)
        ),
        flow: .consumerOnly,
        variables: [Variable("host", defaultValue: "api.mastercard.com")],
        apiBaseURL: "https://{host}",
        signature: Signature(.rsaSHA256),
        bodyHash: .always,
        environments: ["sandbox": ["host": "sandbox.api.mastercard.com"]]
    )
}
