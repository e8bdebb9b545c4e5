//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Keys, secrets and times that are the same in every run.
enum Fixed {
    static let now: Int64 = 1_700_000_000

    static let client = OAuth1ClientCredentials(key: "consumer-key", secret: OAuth1Secret(clientSecret))
    static let requestToken = OAuth1RequestToken(
        token: "request-token",
        secret: OAuth1Secret(requestTokenSecret),
        isCallbackConfirmed: true
    )
    static let accessToken = OAuth1AccessToken(token: "access-token", secret: OAuth1Secret(accessTokenSecret))

    // With characters that are written otherwise in queries, in JSON and in HTML.
    static let clientSecret = "client/Secret&7"
    static let requestTokenSecret = "request+Token=Secret"
    static let accessTokenSecret = "access Token/Secret"

    static let configuration = OAuth1SigningConfiguration(clock: Clock(), nonceSource: Nonces())

    /// A signer with nonce and timestamp that never change.
    static func signer(
        token: (any OAuth1Token)? = accessToken,
        method: OAuth1SignatureMethod = .hmacSHA256,
        placement: OAuth1Placement = .header,
        bodyHash: OAuth1BodyHash = .off
    ) -> OAuth1Signer {
        var configuration = configuration
        configuration.placement = placement
        configuration.bodyHash = bodyHash
        return OAuth1Signer(client: client, token: token, method: method, configuration: configuration)
    }

    static let key = OAuth1VerificationKey(client: client, tokenSecret: accessToken.secret)
    static let keyWithoutToken = OAuth1VerificationKey(client: client)

    struct Clock: OAuth1Clock {
        func now() -> Int64 { Fixed.now }
    }

    struct Nonces: OAuth1NonceSource {
        func makeNonce() -> OAuth1Nonce { "nonce" }
    }
}
