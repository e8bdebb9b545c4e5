//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// WordPress with the plugin "OAuth 1.0a server".
    ///
    /// The callback is the registered one. The site lists its endpoints at `/wp-json/`; they may differ from these.
    ///
    /// [Documentation](https://github.com/WP-API/OAuth1/tree/master/docs). Not verified: whether GET is accepted.
    ///
    /// - Parameter site: The URL of the site.
    /// - Returns: The service.
    public static func wordPress(site: String) -> OAuth1Service {
        OAuth1Service(
            id: "wordpress-oauth1",
            name: "WordPress",
            documentation: "https://github.com/WP-API/OAuth1/tree/master/docs",
            flow: .threeLegged,
            variables: [.url("site", site)],
            requestToken: Endpoint("{site}/oauth1/request"),
            authorize: Authorize("{site}/oauth1/authorize"),
            accessToken: Endpoint("{site}/oauth1/access"),
            apiBaseURL: "{site}/wp-json",
            signature: Signature(.hmacSHA1, or: [.hmacSHA256]),
            callback: Callback(isRequired: false),
            probe: Probe("{site}/wp-json/wp/v2/users/me", userField: "id")
        )
    }
}
