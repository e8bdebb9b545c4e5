//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Services whose callback is on the consent page's URL.
extension OAuth1ServiceReplica {
    /// TripIt: OAuth 1.0.
    public static var tripIt: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
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

    /// Schoology: OAuth 1.0 with a realm.
    public static var schoology: OAuth1ServiceReplica {
        let oauth = "https://api.schoology.com/v1/oauth/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
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

    /// Launchpad: OAuth 1.0 with PLAINTEXT, forms for the tokens, an empty consumer secret and a realm for calls.
    public static var launchpad: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
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

    /// Garmin: the callback on the consent page's URL, and a verifier all the same.
    public static var garmin: OAuth1ServiceReplica {
        let oauth = "https://connectapi.garmin.com/oauth-service/oauth/"
        return OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Garmin",
                methods: [.hmacSHA1],
                version: .callbackAtAuthorize,
                requestToken: .init(oauth + "request_token", .method(.post), .placed(.header), .noCallback),
                authorize: [.init("https://connect.garmin.com/oauthConfirm")],
                accessToken: .init(oauth + "access_token", .method(.post), .placed(.header)),
                tokenExchange: .signedByUser(
                    .init(
                        "https://apis.garmin.com/partner-gateway/rest/user/token-exchange",
                        .method(.post),
                        .placed(.header),
                        .tokenIsThere
                    ),
                    says: """
                        "expires_in":86400,"refresh_token":"garmin-refresh","refresh_token_expires_in":7775998,\
                        "scope":"PARTNER_READ CONNECT_READ"
                        """
                ),
                api: .init("https://apis.garmin.com/", .placed(.header))
            )
        )
    }
}
