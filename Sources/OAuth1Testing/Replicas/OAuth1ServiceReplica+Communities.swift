//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Communities and their media, with the login of OAuth 1.0a.
extension OAuth1ServiceReplica {
    /// X: HMAC-SHA1 in the header; errors are JSON, and a rejection is `denied` alone.
    public static var x: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
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
                tokenExchange: .form(
                    .init("https://api.x.com/2/oauth2/token", .method(.post), .notSigned),
                    says: """
                        "expires_in":7200,"refresh_token":"x-refresh","scope":"tweet.read users.read offline.access"
                        """
                ),
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
            ReplicaQuirks(
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
            ReplicaQuirks(
                name: "Tumblr",
                methods: [.hmacSHA1],
                requestToken: .init("https://www.tumblr.com/oauth/request_token", .placed(.header), .callbackIsURL),
                authorize: [.init("https://www.tumblr.com/oauth/authorize")],
                accessToken: .init("https://www.tumblr.com/oauth/access_token", .placed(.header)),
                api: .init("https://api.tumblr.com/v2/", .placed(.header)),
                profile: (
                    "https://api.tumblr.com/v2/user/info",
                    #"{"meta":{"status":200},"response":{"user":{"name":"alice","likes":0}}}"#
                )
            )
        )
    }

    /// Flickr: `perms` on the consent page's URL.
    public static var flickr: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
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
            ReplicaQuirks(
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
                api: .init("https://api.trello.com/1/", .placed(.header)),
                profile: (
                    "https://api.trello.com/1/members/me",
                    #"{"id":"5f00c0ffee","username":"alice","fullName":"Alice A."}"#
                )
            )
        )
    }

    /// Discogs: PLAINTEXT or HMAC-SHA1, a User-Agent, GET and then POST.
    public static var discogs: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
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
                api: .init("https://api.discogs.com/", .userAgent, .placed(.header)),
                profile: (
                    "https://api.discogs.com/oauth/identity",
                    #"{"id":7,"username":"alice","resource_url":"https://api.discogs.com/users/alice"}"#
                )
            )
        )
    }

    /// SmugMug: calls ask for JSON.
    public static var smugMug: OAuth1ServiceReplica {
        let oauth = "https://api.smugmug.com/services/oauth/1.0a/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
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
                api: .init("https://api.smugmug.com/api/v2", .placed(.header), .field(.accept, "application/json")),
                profile: (
                    "https://api.smugmug.com/api/v2!authuser", #"{"Response":{"User":{"NickName":"alice"}},"Code":200}"#
                )
            )
        )
    }

    /// Zotero: calls carry the token secret and are not signed.
    public static var zotero: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Zotero",
                methods: [.hmacSHA1],
                requestToken: .init("https://www.zotero.org/oauth/request", .placed(.header)),
                authorize: [.init("https://www.zotero.org/oauth/authorize")],
                accessToken: .init("https://www.zotero.org/oauth/access", .placed(.header)),
                api: .init("https://api.zotero.org/", .notSigned),
                call: HTTPField.Name("Zotero-API-Key").map(ReplicaQuirks.Call.bearer) ?? .signed,
                says: ["userID": "12", "username": "alice"]
            )
        )
    }
}
