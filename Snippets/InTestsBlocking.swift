//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.login
import OAuth1
import OAuth1Client
import OAuth1Testing

/// Does the steps before the page.
///
/// A function that is not async may block.
func start(
    _ session: OAuth1UserSession,
    at provider: OAuth1TestProvider
) throws -> String {
    try session.fetchRequestToken(provider.requestTokenURL)
    return try session.authorizationURL(provider.authorizeURL)
}

/// Does the steps after the page.
func finish(
    _ session: OAuth1UserSession,
    callback: String,
    at provider: OAuth1TestProvider
) throws -> String {
    try session.parseAuthorizationResponse(callback)
    try session.fetchAccessToken(provider.accessTokenURL)
    return try session.get(provider.url("/api/me")).text
}

/// Logs in on the main thread, where the code of `main.swift` runs, too.
@MainActor
func logInBlocking() async throws {
    let provider = OAuth1TestProvider()
    let session = OAuth1Session(
        client: provider.client,
        transport: provider.transport
    )
    .userSession(callback: .url("https://app.example/callback"))

    let page = try start(session, at: provider)
    let browser = OAuth1TestBrowser(transport: provider.transport)
    let callback = try await browser.allow(page)
    print(try finish(session, callback: callback, at: provider))
}
// snippet.end
