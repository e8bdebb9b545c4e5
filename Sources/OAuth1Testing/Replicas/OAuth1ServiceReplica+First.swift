//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

extension OAuth1ServiceReplica {
    /// X: HMAC-SHA1 in the header; errors are JSON, and a refusal is `denied` alone.
    public static var x: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "X",
                methods: [.hmacSHA1],
                requestToken: .init(
                    "https://api.x.com/oauth/request_token",
                    .method(.post),
                    .placed(.header),
                    .callback
                ),
                authorize: [
                    .init("https://api.x.com/oauth/authorize"), .init("https://api.x.com/oauth/authenticate"),
                ],
                accessToken: .init("https://api.x.com/oauth/access_token", .method(.post), .placed(.header)),
                api: .init("https://api.x.com/", .placed(.header)),
                errors: .json,
                refusal: ["denied"],
                says: ["screen_name": "alice"]
            )
        )
    }

    /// Wikimedia: titles in the query, the consumer key on the consent page's URL, errors with status 200.
    public static var wikimedia: OAuth1ServiceReplica {
        let index = "https://meta.wikimedia.org/w/index.php?title=Special:OAuth/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Wikimedia",
                methods: [.hmacSHA1, .rsaSHA1],
                requestToken: .init(index + "initiate", .placed(.header), .userAgent, .callback),
                authorize: [
                    .init(index + "authorize", .query("oauth_consumer_key", "replica-client")),
                    .init(index + "authenticate", .query("oauth_consumer_key", "replica-client")),
                ],
                accessToken: .init(index + "token", .placed(.header), .userAgent),
                api: .init("https://meta.wikimedia.org/w/", .placed(.header), .userAgent),
                errors: .success,
                says: ["oauth_callback_confirmed": "true"]
            )
        )
    }

    /// Tumblr: the header only, and no `oob`.
    public static var tumblr: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Tumblr",
                methods: [.hmacSHA1],
                requestToken: .init("https://www.tumblr.com/oauth/request_token", .placed(.header), .callbackIsURL),
                authorize: [.init("https://www.tumblr.com/oauth/authorize")],
                accessToken: .init("https://www.tumblr.com/oauth/access_token", .placed(.header)),
                api: .init("https://api.tumblr.com/v2/", .placed(.header))
            )
        )
    }

    /// Flickr: `perms` on the consent page's URL.
    public static var flickr: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Flickr",
                methods: [.hmacSHA1],
                requestToken: .init("https://www.flickr.com/services/oauth/request_token", .callback),
                authorize: [
                    .init(
                        "https://www.flickr.com/services/oauth/authorize",
                        .query("perms", of: ["read", "write", "delete"], isRequired: true)
                    )
                ],
                accessToken: .init("https://www.flickr.com/services/oauth/access_token"),
                api: .init("https://api.flickr.com/services/rest/"),
                says: ["fullname": "Alice A.", "user_nsid": "7@N00", "username": "alice"]
            )
        )
    }

    /// Trello: scopes that are joined with commas.
    public static var trello: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Trello",
                methods: [.hmacSHA1],
                requestToken: .init("https://trello.com/1/OAuthGetRequestToken", .placed(.header), .callback),
                authorize: [
                    .init(
                        "https://trello.com/1/OAuthAuthorizeToken",
                        .query("scope", of: ["read", "write", "account"]),
                        .query("expiration", of: ["1hour", "1day", "30days", "never"])
                    )
                ],
                accessToken: .init("https://trello.com/1/OAuthGetAccessToken", .placed(.header)),
                api: .init("https://api.trello.com/1/", .placed(.header))
            )
        )
    }

    /// Discogs: PLAINTEXT or HMAC-SHA1, a User-Agent, GET and then POST.
    public static var discogs: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Discogs",
                methods: [.plaintext, .hmacSHA1],
                requestToken: .init(
                    "https://api.discogs.com/oauth/request_token",
                    .userAgent,
                    .method(.get),
                    .placed(.header)
                ),
                authorize: [.init("https://www.discogs.com/oauth/authorize")],
                accessToken: .init(
                    "https://api.discogs.com/oauth/access_token",
                    .userAgent,
                    .method(.post),
                    .placed(.header)
                ),
                api: .init("https://api.discogs.com/", .userAgent, .placed(.header))
            )
        )
    }

    /// SmugMug: calls ask for JSON.
    public static var smugMug: OAuth1ServiceReplica {
        let oauth = "https://api.smugmug.com/services/oauth/1.0a/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
                name: "SmugMug",
                methods: [.hmacSHA1, .plaintext],
                requestToken: .init(oauth + "getRequestToken", .placed(.header), .callback),
                authorize: [
                    .init(
                        oauth + "authorize",
                        .query("Access", of: ["Public", "Full"]),
                        .query("Permissions", of: ["Read", "Add", "Modify"])
                    )
                ],
                accessToken: .init(oauth + "getAccessToken", .placed(.header)),
                api: .init("https://api.smugmug.com/api/v2", .placed(.header), .field(.accept, "application/json"))
            )
        )
    }

    /// Zotero: calls carry the token secret and are not signed.
    public static var zotero: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Zotero",
                methods: [.hmacSHA1],
                requestToken: .init("https://www.zotero.org/oauth/request", .placed(.header)),
                authorize: [.init("https://www.zotero.org/oauth/authorize")],
                accessToken: .init("https://www.zotero.org/oauth/access", .placed(.header)),
                api: .init("https://api.zotero.org/", .notSigned),
                call: HTTPField.Name("Zotero-API-Key").map(ReplicaHabits.Call.bearer) ?? .signed,
                says: ["userID": "12", "username": "alice"]
            )
        )
    }

    /// NetSuite, for the account `1234567_SB1`: HMAC-SHA256, the account as realm and in the host.
    public static var netsuite: OAuth1ServiceReplica {
        let rest = "https://1234567-sb1.restlets.api.netsuite.com/rest/"
        return OAuth1ServiceReplica(
            ReplicaHabits(
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

    /// Mastercard: RSA-SHA256 and a body hash in every call, no token, no login.
    ///
    /// - Parameter publicKey: The public key of the client that is registered.
    /// - Returns: The replica.
    public static func mastercard(publicKey: OAuth1RSAPublicKey) -> OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "Mastercard",
                methods: [.rsaSHA256],
                api: .init("https://api.mastercard.com/", .placed(.header), .noToken, .bodyHash),
                call: .consumerOnly
            ),
            rsaPublicKey: publicKey
        )
    }

    /// TripIt: OAuth 1.0.
    public static var tripIt: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
                name: "TripIt",
                methods: [.hmacSHA1],
                version: .v10,
                requestToken: .init("https://api.tripit.com/oauth/request_token", .placed(.header), .noCallback),
                authorize: [
                    .init("https://www.tripit.com/oauth/authorize"), .init("https://www.tripit.com/oauth/authenticate"),
                ],
                accessToken: .init("https://api.tripit.com/oauth/access_token", .placed(.header), .noVerifier),
                api: .init("https://api.tripit.com/v1/", .placed(.header))
            )
        )
    }

    /// E*TRADE: `oob` only, GET, and `key` and `token` on the consent page's URL.
    public static var etrade: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaHabits(
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
}
