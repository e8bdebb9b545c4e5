//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

/// What both sides know of a client and a token, odd characters included.
struct PeerCredentials {
    let client: OAuth1ClientCredentials
    let token: OAuth1AccessToken?

    init(_ random: inout PeerGenerator) {
        client = OAuth1ClientCredentials(key: random.identifier(), secret: OAuth1Secret(random.text(upTo: 90)))
        token =
            random.flip()
            ? OAuth1AccessToken(token: random.identifier(), secret: OAuth1Secret(random.text(upTo: 40))) : nil
    }
}

/// The RSA key pair of the peers' tests.
struct PeerKeys {
    let privatePEM: String
    let publicPEM: String
    let privateKey: OAuth1RSAPrivateKey
    let publicKey: OAuth1RSAPublicKey

    init() throws {
        privatePEM = try PeerPython.key("rsa-2048-pkcs8.pem")
        publicPEM = try PeerPython.key("rsa-2048-spki.pem")
        privateKey = try OAuth1RSAPrivateKey(pem: privatePEM)
        publicKey = try OAuth1RSAPublicKey(pem: publicPEM)
    }

    var methods: [OAuth1SignatureMethod] {
        [
            .hmacSHA1, .hmacSHA256, .hmacSHA512, .plaintext, .rsaSHA1(privateKey), .rsaSHA256(privateKey),
            .rsaSHA512(privateKey), .rsaPSS(privateKey),
        ]
    }
}
