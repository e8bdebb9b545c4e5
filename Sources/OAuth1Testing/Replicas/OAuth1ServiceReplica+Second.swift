//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

extension OAuth1ServiceReplica {
    /// Atlassian's Data Center at `https://jira.example/jira`: RSA-SHA1.
    ///
    /// - Parameter publicKey: The public key of the client that is registered.
    /// - Returns: The replica.
    public static func atlassianDataCenter(publicKey: OAuth1RSAPublicKey) -> OAuth1ServiceReplica {
        let servlet = "https://jira.example/jira/plugins/servlet/oauth/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
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

    /// WooCommerce at `http://shop.example`: parameters in the query, no token, no login.
    public static var wooCommerce: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "WooCommerce",
                methods: [.hmacSHA1, .hmacSHA256],
                api: .init("http://shop.example/wp-json/wc/v3/", .placed(.query), .noToken),
                call: .consumerOnly
            )
        )
    }

    /// Schoology: OAuth 1.0 with a realm.
    public static var schoology: OAuth1ServiceReplica {
        let oauth = "https://api.schoology.com/v1/oauth/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Schoology",
                methods: [.hmacSHA1, .plaintext],
                version: .v10,
                requestToken: .init(oauth + "request_token", .method(.get), .noCallback, .realm("Schoology API")),
                authorize: [.init("https://school.example/oauth/authorize")],
                accessToken: .init(oauth + "access_token", .method(.get), .noVerifier, .realm("Schoology API")),
                api: .init(
                    "https://api.schoology.com/v1/",
                    .realm("Schoology API"),
                    .field(.accept, "application/json"),
                    .tokenIsThere
                ),
                takesEmptyToken: true
            )
        )
    }

    /// Trade Me: PLAINTEXT, GET, and a scope in the first request.
    public static var tradeMe: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
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
            ReplicaHabits(
                name: "fatsecret",
                methods: [.hmacSHA1],
                requestToken: .init(oauth + "request_token", .method(.post), .placed(.query), .callback),
                authorize: [.init(oauth + "authorize")],
                accessToken: .init(oauth + "access_token", .placed(.query)),
                api: .init("https://platform.fatsecret.com/rest/server.api", .placed(.query))
            )
        )
    }

    /// Launchpad: OAuth 1.0 with PLAINTEXT, forms for the tokens, an empty consumer secret and a realm for calls.
    public static var launchpad: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Launchpad",
                methods: [.plaintext],
                version: .v10,
                requestToken: .init(
                    "https://launchpad.net/+request-token",
                    .method(.post),
                    .placed(.body),
                    .noCallback
                ),
                authorize: [.init("https://launchpad.net/+authorize-token")],
                accessToken: .init("https://launchpad.net/+access-token", .method(.post), .placed(.body), .noVerifier),
                api: .init(
                    "https://api.launchpad.net/devel/",
                    .placed(.header),
                    .realm("https://api.launchpad.net/")
                ),
                hasNoConsumerSecret: true
            )
        )
    }

    /// MAAS at `http://maas.example:5240`: PLAINTEXT with a ready-made token and an empty consumer secret.
    public static var maas: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "MAAS",
                methods: [.plaintext],
                api: .init("http://maas.example:5240/MAAS/api/2.0/", .placed(.header), .tokenIsThere),
                hasNoConsumerSecret: true
            )
        )
    }

    /// WordPress at `https://blog.example/sub`: it takes HMAC-SHA1 and HMAC-SHA256, and errors are JSON.
    public static var wordPress: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
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

    /// Instapaper: the name `alice` and the password `password` are exchanged for a token, and calls are POST requests.
    public static var instapaper: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Instapaper",
                methods: [.hmacSHA1],
                accessToken: .init(
                    "https://www.instapaper.com/api/1/oauth/access_token",
                    .method(.post),
                    .placed(.header),
                    .noToken
                ),
                isXAuth: true,
                api: .init("https://www.instapaper.com/api/1/", .method(.post), .placed(.header))
            )
        )
    }

    /// Cardmarket: the realm is the URL of the request.
    public static var cardmarket: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Cardmarket",
                methods: [.hmacSHA1],
                api: .init("https://apiv2.cardmarket.com/ws/v2.0/", .placed(.header), .realmIsURL, .tokenIsThere),
                takesEmptyToken: true
            )
        )
    }

    /// USOS: scopes that are joined with `|`.
    public static var usos: OAuth1ServiceReplica {
        let services = "https://apps.usos.edu.pl/services/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
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

    /// Garmin: the callback on the consent page's URL, and a verifier all the same.
    public static var garmin: OAuth1ServiceReplica {
        let oauth = "https://connectapi.garmin.com/oauth-service/oauth/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Garmin",
                methods: [.hmacSHA1],
                version: .callbackAtAuthorize,
                requestToken: .init(oauth + "request_token", .method(.post), .placed(.header), .noCallback),
                authorize: [.init("https://connect.garmin.com/oauthConfirm")],
                accessToken: .init(oauth + "access_token", .method(.post), .placed(.header)),
                api: .init("https://apis.garmin.com/", .placed(.header))
            )
        )
    }
}
