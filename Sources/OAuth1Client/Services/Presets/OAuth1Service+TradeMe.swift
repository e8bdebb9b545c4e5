//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Trade Me: PLAINTEXT, and the scope in the request for a request token.
    ///
    /// Without a choice the scope is for reading only, and writing fails later. The callback is the registered one to the
    /// letter, or is left out. The environment `sandbox` has a separate registration.
    ///
    /// [Documentation](https://developer.trademe.co.nz/api-overview/authentication). Not verified: `accessToken`, the
    /// hosts of `sandbox`, `probe`.
    public static let tradeMe = OAuth1Service(
        id: "trademe",
        name: "Trade Me",
        documentation: "https://developer.trademe.co.nz/api-overview/authentication",
        flow: .threeLegged,
        variables: [
            Variable("apiHost", defaultValue: "api.trademe.co.nz"), Variable("webHost", defaultValue: "trademe.co.nz"),
        ],
        requestToken: Endpoint(
            "https://{apiHost}/Oauth/RequestToken",
            method: .get,
            parameters: [
                .option("scope", Option(["MyTradeMeRead", "MyTradeMeWrite", "BiddingAndBuying"], joiner: ","))
            ]
        ),
        authorize: Authorize("https://{webHost}/Oauth/Authorize"),
        accessToken: Endpoint("https://{apiHost}/Oauth/AccessToken", method: .get),
        apiBaseURL: "https://{apiHost}/v1",
        signature: Signature(.plaintext, or: [.hmacSHA1]),
        callback: Callback(isRequired: false),
        environments: ["sandbox": ["apiHost": "api.tmsandbox.co.nz", "webHost": "www.tmsandbox.co.nz"]],
        probe: Probe("https://{apiHost}/v1/MyTradeMe/Summary.json")
    )
}
