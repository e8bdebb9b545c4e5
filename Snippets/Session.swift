//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.session
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

func session() throws {
    let secret = ProcessInfo.processInfo.environment["CONSUMER_SECRET"] ?? ""
    let session = OAuth1Session(
        client: OAuth1ClientCredentials(
            key: "your consumer key",
            secret: OAuth1Secret(secret)
        ),
        transport: .urlSession
    )

    let requestToken = try session.fetchRequestToken(
        "https://api.example.com/oauth/request_token"
    )
    print(
        "Open",
        session.authorizationURL(
            "https://api.example.com/oauth/authorize",
            for: requestToken
        )
    )
    print("and enter the code it shows:")
    let accessToken = try session.fetchAccessToken(
        "https://api.example.com/oauth/access_token",
        requestToken: requestToken,
        verifier: readLine()
    )

    let user = session.using(accessToken)
    print(
        try user.get("https://api.example.com/account").checkingStatus().text
    )
}
// snippet.end
