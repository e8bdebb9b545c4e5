//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// HERE's platform: one signed request gets an OAuth 2.0 token, which calls carry for 24 hours.
    ///
    /// The consumer key is the access key ID of the application's credentials, and the secret its access key secret.
    ///
    /// ```swift
    /// let token = try await client.exchangeToken()
    /// let places = try await client.using(token).get("v1/geocode?q=Berlin")
    /// ```
    ///
    /// Each API has a separate host: the variable `apiHost` chooses one. There is no refresh token: fetch a new token
    /// before the old one expires.
    ///
    /// [Documentation](https://developer.here.com/documentation/identity-access-management/dev_guide/topics/sdk.html).
    /// Not verified: `tokenExchange` against the live service, the format of errors.
    public static let here = OAuth1Service(
        id: "here",
        name: "HERE",
        documentation: "https://developer.here.com/documentation/identity-access-management/dev_guide/topics/sdk.html",
        flow: .consumerOnly,
        variables: [Variable("apiHost", defaultValue: "geocode.search.hereapi.com")],
        tokenExchange: TokenExchange(
            Endpoint(
                "https://account.api.here.com/oauth2/token",
                parameters: [
                    .fixed("grant_type", "client_credentials", place: .body), .option("scope", place: .body),
                ]
            ),
            exchanging: .client
        ),
        apiBaseURL: "https://{apiHost}",
        signature: Signature(.hmacSHA256),
        tokenUse: .oauth2
    )
}
