//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// Services without the three steps.
extension OAuth1ServiceReplica {
    /// Mastercard: RSA-SHA256 and a body hash in every call, no token, no login.
    ///
    /// - Parameter publicKey: The public key of the client that is registered.
    /// - Returns: The replica.
    public static func mastercard(publicKey: OAuth1RSAPublicKey) -> OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Mastercard",
                methods: [.rsaSHA256],
                api: .init("https://api.mastercard.com/", .placed(.header), .noToken, .bodyHash),
                call: .consumerOnly
            ),
            rsaPublicKey: publicKey
        )
    }

    /// WooCommerce at `http://shop.example`: parameters in the query, no token, no login.
    public static var wooCommerce: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "WooCommerce",
                methods: [.hmacSHA1, .hmacSHA256],
                api: .init("http://shop.example/wp-json/wc/v3/", .placed(.query), .noToken),
                call: .consumerOnly
            )
        )
    }

    /// MAAS at `http://maas.example:5240`: PLAINTEXT with a ready-made token and an empty consumer secret.
    public static var maas: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "MAAS",
                methods: [.plaintext],
                api: .init("http://maas.example:5240/MAAS/api/2.0/", .placed(.header), .tokenIsThere),
                hasNoConsumerSecret: true
            )
        )
    }

    /// Cardmarket: the realm is the URL of the request.
    public static var cardmarket: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "Cardmarket",
                methods: [.hmacSHA1],
                api: .init("https://apiv2.cardmarket.com/ws/v2.0/", .placed(.header), .realmIsURL, .tokenIsThere),
                takesEmptyToken: true
            )
        )
    }

    /// BrickLink: a ready-made token, and status 200 whatever happens, with the code in `meta.code`.
    public static var brickLink: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "BrickLink",
                methods: [.hmacSHA1],
                api: .init("https://api.bricklink.com/api/store/v1/", .placed(.header), .tokenIsThere, .version),
                errors: .meta
            )
        )
    }

    /// HERE: a request that is signed with HMAC-SHA256 gets an OAuth 2.0 token, which calls carry.
    public static var here: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
                name: "HERE",
                methods: [.hmacSHA256],
                tokenExchange: .signedByClient(
                    .init(
                        "https://account.api.here.com/oauth2/token",
                        .method(.post),
                        .placed(.header),
                        .noToken,
                        .version,
                        .form("grant_type", "client_credentials")
                    ),
                    says: "\"expires_in\":86399"
                ),
                api: .init("https://geocode.search.hereapi.com/", .notSigned),
                call: .oauth2
            )
        )
    }

    /// Instapaper: the name `alice` and the password `password` are exchanged for a token, and calls are POST requests.
    public static var instapaper: OAuth1ServiceReplica {
        OAuth1ServiceReplica(
            ReplicaQuirks(
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
}
