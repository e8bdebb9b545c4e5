//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// Businesses and institutions, with the login of OAuth 1.0a.
extension OAuth1ServiceReplica {
    /// NetSuite, for the account `1234567_SB1`: HMAC-SHA256, the account as realm and in the host.
    public static var netsuite: OAuth1ServiceReplica {
        let rest = "https://1234567-sb1.restlets.api.netsuite.com/rest/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "NetSuite",
                methods: [.hmacSHA256],
                requestToken: .init(rest + "requesttoken", .placed(.header), .callback, .callbackIsURL),
                authorize: [
                    .init("https://1234567-sb1.app.netsuite.com/app/login/secure/authorizetoken.nl")
                ],
                accessToken: .init(rest + "accesstoken", .placed(.header), .realm("1234567_SB1")),
                api: .init("https://1234567-sb1.", .placed(.header), .realm("1234567_SB1"))
            )
        )
    }

    /// E*TRADE: `oob` only, GET, and `key` and `token` on the consent page's URL.
    public static var etrade: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "E*TRADE",
                methods: [.hmacSHA1],
                requestToken: .init(
                    "https://api.etrade.com/oauth/request_token",
                    .method(.get),
                    .placed(.header),
                    .callbackIsOutOfBand
                ),
                authorize: [
                    .init("https://us.etrade.com/e/t/etws/authorize", .query("key", "replica-client"))
                ],
                tokenName: "token",
                accessToken: .init("https://api.etrade.com/oauth/access_token", .method(.get), .placed(.header)),
                api: .init("https://api.etrade.com/v1/", .placed(.header))
            )
        )
    }

    /// Atlassian's Data Center at `https://jira.example/jira`: RSA-SHA1.
    ///
    /// - Parameter publicKey: The public key of the client that is registered.
    /// - Returns: The replica.
    public static func atlassianDataCenter(publicKey: OAuth1RSAPublicKey) -> OAuth1ServiceReplica {
        let servlet = "https://jira.example/jira/plugins/servlet/oauth/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Atlassian Data Center",
                methods: [.rsaSHA1],
                requestToken: .init(servlet + "request-token", .method(.post), .placed(.header), .callback),
                authorize: [.init(servlet + "authorize")],
                accessToken: .init(servlet + "access-token", .method(.post), .placed(.header)),
                api: .init("https://jira.example/jira/rest/", .placed(.header), .tokenIsThere),
                takesEmptyToken: true,
                says: ["oauth_expires_in": "157680000", "oauth_session_handle": "handle"]
            ),
            rsaPublicKey: publicKey
        )
    }

    /// Trade Me: PLAINTEXT, GET, and a scope in the first request.
    public static var tradeMe: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Trade Me",
                methods: [.plaintext, .hmacSHA1],
                requestToken: .init(
                    "https://api.trademe.co.nz/Oauth/RequestToken",
                    .method(.get),
                    .query("scope", of: ["MyTradeMeRead", "MyTradeMeWrite", "BiddingAndBuying"])
                ),
                authorize: [.init("https://trademe.co.nz/Oauth/Authorize")],
                accessToken: .init("https://api.trademe.co.nz/Oauth/AccessToken", .method(.get)),
                api: .init("https://api.trademe.co.nz/v1/")
            )
        )
    }

    /// fatsecret: parameters in the query.
    public static var fatSecret: OAuth1ServiceReplica {
        let oauth = "https://authentication.fatsecret.com/oauth/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "fatsecret",
                methods: [.hmacSHA1],
                requestToken: .init(oauth + "request_token", .method(.post), .placed(.query), .callback),
                authorize: [.init(oauth + "authorize")],
                accessToken: .init(oauth + "access_token", .placed(.query)),
                api: .init("https://platform.fatsecret.com/rest/server.api", .placed(.query))
            )
        )
    }

    /// WordPress at `https://blog.example/sub`: it takes HMAC-SHA1 and HMAC-SHA256, and errors are JSON.
    public static var wordPress: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "WordPress",
                methods: [.hmacSHA1, .hmacSHA256],
                requestToken: .init("https://blog.example/sub/oauth1/request"),
                authorize: [.init("https://blog.example/sub/oauth1/authorize")],
                accessToken: .init("https://blog.example/sub/oauth1/access"),
                api: .init("https://blog.example/sub/wp-json/"),
                errors: .json
            )
        )
    }

    /// Clever Cloud: HMAC-SHA512, token requests by form, and `oauth_version` in all of them.
    public static var cleverCloud: OAuth1ServiceReplica {
        let oauth = "https://api.clever-cloud.com/v2/oauth/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Clever Cloud",
                methods: [.hmacSHA512, .hmacSHA1, .plaintext],
                requestToken: .init(
                    oauth + "request_token",
                    .method(.post),
                    .placed(.body),
                    .version,
                    .callback,
                    .callbackIsURL
                ),
                authorize: [.init(oauth + "authorize")],
                accessToken: .init(oauth + "access_token", .method(.post), .placed(.body), .version),
                api: .init("https://api.clever-cloud.com/v2/", .placed(.header), .version),
                says: ["expiration_date": "2027-02-27T12:00:00.000Z"],
                profile: (
                    "https://api.clever-cloud.com/v2/self",
                    #"{"id":"user_5f00c0ffee","email":"alice@example.com","name":"alice"}"#
                )
            )
        )
    }

    /// USOS: scopes that are joined with `|`.
    public static var usos: OAuth1ServiceReplica {
        let services = "https://apps.usos.edu.pl/services/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "USOS",
                methods: [.hmacSHA1],
                requestToken: .init(
                    services + "oauth/request_token",
                    .callback,
                    .query("scopes", of: ["studies", "email", "offline_access"], joiner: "|")
                ),
                authorize: [
                    .init(
                        services + "oauth/authorize",
                        .query("interactivity", of: ["minimal", "confirm_user"])
                    )
                ],
                accessToken: .init(services + "oauth/access_token"),
                api: .init(services)
            )
        )
    }
}
