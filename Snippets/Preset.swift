//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.preset
import OAuth1
import OAuth1Client
import OAuth1URLSession

func loginAtDiscogs(
    consumerSecret: OAuth1Secret
) async throws -> OAuth1AccessToken {
    let discogs = try AsyncOAuth1Client(
        service: .discogs,
        client: OAuth1ClientCredentials(
            key: "your consumer key",
            secret: consumerSecret
        ),
        options: OAuth1FlowOptions(headerFields: [
            .userAgent: "MyApp/1.0 +https://app.example.org"
        ]),
        transport: .urlSession
    )
    let requestToken = try await discogs.fetchRequestToken(
        callback: .url("https://app.example.org/callback")
    )
    print("Open", try discogs.authorizationURL(for: requestToken))
    let answer = try discogs.parseAuthorizationResponse(
        readLine() ?? "",
        for: requestToken
    )
    let accessToken = try await discogs.fetchAccessToken(
        authorization: answer.authorization()
    )
    print(
        try await discogs.get("oauth/identity", token: .user(accessToken))
            .text
    )
    return accessToken
}
// snippet.end
