//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.login
import OAuth1
import OAuth1Client
import OAuth1Testing

func logInWithoutANetwork() async throws {
    let provider = OAuth1TestProvider()
    let session = AsyncOAuth1Client(
        client: provider.client,
        transport: provider.transport
    )
    .userSession(callback: .url("https://app.example/callback"))

    try await session.fetchRequestToken(provider.requestTokenURL)
    let page = try session.authorizationURL(provider.authorizeURL)
    let browser = OAuth1TestBrowser(transport: provider.transport)
    let callback = try await browser.allow(page)
    try session.parseAuthorizationResponse(callback)
    try await session.fetchAccessToken(provider.accessTokenURL)

    let response = try await session.get(provider.url("/api/me"))
    print(response.text)  // {"user_id":"alice"}
}
// snippet.end
