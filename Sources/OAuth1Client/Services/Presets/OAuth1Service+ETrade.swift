//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// E*TRADE: `oob` only, all token requests by GET, and the consent page's parameters are `key` and `token`.
    ///
    /// A token is idle after two hours, until it is refreshed, and dead at midnight US Eastern. The environment `sandbox`
    /// has a separate host for calls; tokens come from the same.
    ///
    /// [Documentation](https://apisb.etrade.com/docs/api/authorization/request_token.html). Not verified: how callbacks
    /// are compared, `probe`, the characters of tokens.
    public static let etrade = OAuth1Service(
        id: "etrade",
        name: "E*TRADE",
        documentation: "https://apisb.etrade.com/docs/api/authorization/request_token.html",
        flow: .threeLegged,
        variables: [Variable("apiHost", defaultValue: "api.etrade.com")],
        requestToken: Endpoint("https://api.etrade.com/oauth/request_token", method: .get),
        authorize: Authorize(
            "https://us.etrade.com/e/t/etws/authorize",
            tokenParameter: "token",
            parameters: [.fixed("key", "{consumerKey}")]
        ),
        accessToken: Endpoint("https://api.etrade.com/oauth/access_token", method: .get),
        renewToken: Endpoint("https://api.etrade.com/oauth/renew_access_token", method: .get),
        revokeToken: Endpoint("https://api.etrade.com/oauth/revoke_access_token", method: .get),
        apiBaseURL: "https://{apiHost}",
        signature: Signature(.hmacSHA1),
        callback: Callback(oob: .required),
        environments: ["sandbox": ["apiHost": "apisb.etrade.com"]],
        probe: Probe("https://{apiHost}/v1/accounts/list")
    )
}
