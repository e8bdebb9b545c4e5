//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
// snippet.flow
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client

func logInAndCall(_ client: OAuth1ClientCredentials) async throws {
    let session = AsyncOAuth1Client(
        client: client,
        transport: .asyncHTTPClient
    )
    .userSession(callback: .url("https://your-domain.org/auth"))

    try await session.fetchRequestToken(
        "https://api.twitter.com/oauth/request_token"
    )
    print(
        "Open",
        try session.authorizationURL(
            "https://api.twitter.com/oauth/authenticate"
        )
    )

    try session.parseAuthorizationResponse(readLine() ?? "")
    try await session.fetchAccessToken(
        "https://api.twitter.com/oauth/access_token"
    )

    let url = "https://api.twitter.com/1.1/account/verify_credentials.json"
    print(try await session.get(url).text)
}
// snippet.end
#endif
