//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Wikimedia's wikis, by way of Meta-Wiki: Wikipedia, Commons and the others.
    ///
    /// See ``mediaWiki(scriptURL:)``.
    public static let wikimedia = mediaWiki(scriptURL: "https://meta.wikimedia.org/w")

    /// A wiki with MediaWiki's OAuth extension, in its version 1.
    ///
    /// The consumer key is on the consent page's URL, whose title is in the query like those of the endpoints. A
    /// consumer that was registered without "callback as prefix" takes `oob` only. Consumers with an RSA key give the
    /// method, and get `__unused__` for a token secret. Errors come with status 200, as text or as JSON; they are
    /// thrown like others. The page `identity` asks for the user's name only.
    ///
    /// OAuth 2.0 exists beside it; no end is announced.
    ///
    /// [Documentation](https://www.mediawiki.org/wiki/OAuth/For_Developers). Not verified: the documentation's URL,
    /// `headers`.
    ///
    /// - Parameter scriptURL: The URL of the folder with `index.php` and `api.php`.
    /// - Returns: The service.
    public static func mediaWiki(scriptURL: String) -> OAuth1Service {
        OAuth1Service(
            id: "wikimedia",
            name: "MediaWiki",
            documentation: "https://www.mediawiki.org/wiki/OAuth/For_Developers",
            deprecation: Deprecation(
                .successorExists,
                successor: "OAuth 2.0",
                source: "https://www.mediawiki.org/wiki/OAuth/For_Developers",
                checkedOn: Day(2026, 11, 23)
            ),
            flow: .threeLegged,
            variables: [.url("scriptURL", scriptURL)],
            requestToken: Endpoint(
                "{scriptURL}/index.php?title=Special:OAuth/initiate",
                parameters: [.option("format", Option(["raw", "json", "html"]))]
            ),
            authorize: Authorize(
                "{scriptURL}/index.php?title=Special:OAuth/authorize",
                parameters: [.fixed("oauth_consumer_key", "{consumerKey}")],
                variants: ["identity": "{scriptURL}/index.php?title=Special:OAuth/authenticate"]
            ),
            accessToken: Endpoint(
                "{scriptURL}/index.php?title=Special:OAuth/token",
                parameters: [.option("format", Option(["raw", "json", "html"]))]
            ),
            apiBaseURL: "{scriptURL}/api.php",
            signature: Signature(.hmacSHA1, or: [.rsaSHA1]),
            headers: Headers(requiresUserAgent: true),
            probe: Probe("{scriptURL}/index.php?title=Special:OAuth/identify")
        )
    }
}
