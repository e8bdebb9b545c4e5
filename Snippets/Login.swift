//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if AsyncHTTPClient
// snippet.show
// snippet.login
import AsyncHTTPClient
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client

func login(_ httpClient: HTTPClient, consumerSecret: String) async throws {
    let client = AsyncOAuth1Client(
        client: OAuth1ClientCredentials(
            key: "your consumer key",
            secret: OAuth1Secret(consumerSecret)
        ),
        transport: .asyncHTTPClient(httpClient)
    )

    // 1. Fetch a request token, and keep it while the user is away.
    let requestToken = try await client.fetchRequestToken(
        "https://api.example.com/oauth/request_token",
        callback: .url("https://app.example.org/callback")
    )

    // 2. Send the user to the service. The decision arrives at the callback.
    print(
        "Open",
        client.authorizationURL(
            "https://api.example.com/oauth/authorize",
            for: requestToken
        )
    )
    let callback = readLine() ?? ""
    let answer = try client.parseAuthorizationResponse(
        callback,
        for: requestToken
    )

    // 3. Exchange both for an access token, and store it. This throws if the
    // user declined; `answer` has the decision as a value.
    let accessToken = try await client.fetchAccessToken(
        "https://api.example.com/oauth/access_token",
        authorization: answer.authorization()
    )

    // Call the service on the user's behalf, now or in another process, with
    // the stored token.
    let user = client.using(accessToken)
    let account = try await user.get(
        "https://api.example.com/account",
        parameters: ["include": "email"]
    )
    print(account.status, account.text)
    _ = try await user.post(
        "https://api.example.com/notes",
        .form(["text": "Ladies + Gentlemen"])
    )
    _ = try await user.post(
        "https://api.example.com/notes",
        .json(#"{"text":"Hello"}"#)
    )
}
// snippet.end

// snippet.httpClient
func run(consumerSecret: String) async throws {
    // It is shut down when the closure returns or throws.
    try await HTTPClient.withHTTPClient(configuration: .oauth1) { http in
        try await login(http, consumerSecret: consumerSecret)
    }
}
// snippet.end
// snippet.hide
#endif
