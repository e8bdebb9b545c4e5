//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1
package import OAuth1Server

/// What the tests of all databases keep in them.
package protocol StoreFixtures: Sendable {
    /// The provider's clock.
    var clock: MovableClock { get }
}

extension StoreFixtures {
    package static var oldKey: OAuth1Secret { OAuth1Secret(String(repeating: "old-key-", count: 8)) }
    package static var newKey: OAuth1Secret { OAuth1Secret(String(repeating: "new-key-", count: 8)) }

    /// The timestamps that are accepted now.
    package var window: OAuth1TimestampWindow { OAuth1TimestampWindow(now: clock.now()) }

    /// A nonce that is stamped now, or later.
    package func nonce(_ text: String, ahead: Int64 = 0) -> OAuth1UsedNonce {
        OAuth1UsedNonce(nonce: text, timestamp: clock.now() + ahead, clientKey: "key", token: nil)
    }

    package func requestToken(_ token: String, client: String = "key") -> OAuth1IssuedRequestToken {
        OAuth1IssuedRequestToken(
            token: token,
            secret: "request-secret",
            clientKey: client,
            callback: "https://callback.example/",
            issuedAt: clock.now(),
            expiresAt: clock.now() + 600
        )
    }

    package func accessToken(_ token: String, expiresAt: Int64? = nil) -> OAuth1IssuedAccessToken {
        OAuth1IssuedAccessToken(
            token: token,
            secret: "access-secret",
            clientKey: "key",
            userID: "user-name",
            issuedAt: clock.now(),
            expiresAt: expiresAt,
            parameters: ["scope": "scope-value"]
        )
    }

    package static var client: OAuth1RegisteredClient {
        OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(key: "Key-of-client", secret: "client-secret"),
            displayName: "Client name",
            callbacks: ["https://one.example/", "https://two.example/"],
            callbackMatching: [.anyLoopbackPort, .pathPrefix],
            allowsOutOfBand: false,
            signatureMethods: [.hmacSHA1, .hmacSHA256],
            allowedAccess: OAuth1Access(scopes: ["read", "r\u{E9}ad"], realms: ["photos"]),
            accessWithoutToken: OAuth1Access(scopes: ["wr\u{EF}te"], realms: ["own albums"]),
            allowsRenewal: true,
            allowsXAuth: true
        )
    }
}
