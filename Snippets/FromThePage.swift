//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.blocking
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

func makeSession(secret: OAuth1Secret) -> OAuth1UserSession {
    let client = OAuth1ClientCredentials(
        key: "your client key",
        secret: secret
    )
    return OAuth1Session(client: client, transport: .urlSession)
        .userSession(callback: .url("https://example.com/twitter"))
}
// snippet.end

// snippet.requestToken
func fetchRequestToken(_ session: OAuth1UserSession) throws {
    let requestToken = try session.fetchRequestToken(
        "https://api.twitter.com/oauth/request_token"
    )
    // OAuth1RequestToken(token: gA..H, secret: <redacted>)
    print(requestToken)
}
// snippet.end

// snippet.callback
func fetchRequestTokenWithCallback(_ session: OAuth1UserSession) throws {
    session.callback = .url("https://your-domain.org/auth")
    try session.fetchRequestToken(
        "https://api.twitter.com/oauth/request_token"
    )
}
// snippet.end

// snippet.authorize
func authorize(_ session: OAuth1UserSession) throws {
    let page = try session.authorizationURL(
        "https://api.twitter.com/oauth/authenticate"
    )
    // https://api.twitter.com/oauth/authenticate?oauth_token=gA..H
    print("Open", page)
}
// snippet.end

// snippet.accessToken
func fetchAccessToken(_ session: OAuth1UserSession, callback: String) throws {
    try session.parseAuthorizationResponse(callback)
    let token = try session.fetchAccessToken(
        "https://api.twitter.com/oauth/access_token"
    )
    print(token.parameters["screen_name"] ?? "")  // lepture
}
// snippet.end

// snippet.stored
/// A token in your own storage, which only your application can read.
struct StoredToken: Codable {
    var token: String
    var secret: String

    init(_ token: some OAuth1Token) {
        self.token = token.token
        self.secret = token.secret.reveal()
    }

    var requestToken: OAuth1RequestToken {
        OAuth1RequestToken(token: token, secret: OAuth1Secret(secret))
    }

    var accessToken: OAuth1AccessToken {
        OAuth1AccessToken(token: token, secret: OAuth1Secret(secret))
    }
}
// snippet.end

// snippet.restoredRequestToken
func continueLogin(
    _ client: OAuth1ClientCredentials,
    _ stored: StoredToken,
    verifier: String
) throws -> OAuth1AccessToken {
    let session = OAuth1Session(client: client, transport: .urlSession)
        .userSession(requestToken: stored.requestToken)
    return try session.fetchAccessToken(
        "https://api.twitter.com/oauth/access_token",
        verifier: verifier
    )
}
// snippet.end

// snippet.resource
func callService(_ session: OAuth1UserSession) throws {
    let url = "https://api.twitter.com/1.1/account/verify_credentials.json"
    let response = try session.get(url)
    print(response.status, response.text)
}
// snippet.end

// snippet.restoredAccessToken
func callLater(
    _ client: OAuth1ClientCredentials,
    _ stored: StoredToken
) throws {
    let session = OAuth1Session(
        client: client,
        token: stored.accessToken,
        transport: .urlSession
    )
    .userSession()
    print(
        try session.get(
            "https://api.twitter.com/1.1/account/verify_credentials.json"
        )
        .status
    )
}
// snippet.end
