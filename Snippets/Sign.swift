//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.sign
import OAuth1

func sign(secret: OAuth1Secret, token: OAuth1AccessToken) throws -> String {
    let signer = OAuth1Signer(
        client: OAuth1ClientCredentials(
            key: "your consumer key",
            secret: secret
        ),
        token: token,
        method: .hmacSHA256
    )
    return try signer.authorizationHeader(
        method: "POST",
        url: "https://api.example.com/notes?draft=true",
        body: .form(Array("text=Hello%20world".utf8))
    )
}
// snippet.end
