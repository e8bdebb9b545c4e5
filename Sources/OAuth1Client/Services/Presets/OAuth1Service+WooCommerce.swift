//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// WooCommerce's REST API over plain HTTP: parameters in the query, and neither token nor login.
    ///
    /// Over https the same key and secret are a name and a password, without OAuth; over http the options have to allow
    /// that (`allowsInsecureHTTP`).
    ///
    /// [Documentation](https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http). Not verified:
    /// `probe`, whether parameters may also be in the header.
    ///
    /// - Parameter site: The URL of the shop, as in `http://shop.example` or `http://example.com/shop/`.
    /// - Returns: The service.
    public static func wooCommerce(site: String) -> OAuth1Service {
        OAuth1Service(
            id: "woocommerce",
            name: "WooCommerce",
            documentation: "https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http",
            flow: .consumerOnly,
            variables: [
                .url("site", site), Variable("version", defaultValue: "wc/v3", pattern: "wc/v[0-9]+"),
            ],
            apiBaseURL: "{site}/wp-json/{version}",
            signature: Signature(.hmacSHA256, or: [.hmacSHA1]),
            placement: .query,
            probe: Probe("{site}/wp-json/{version}/system_status")
        )
    }
}
