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
    return OAuth1Session(client: client, transport: .urlSession).userSession()
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

// snippet.restoredRequestToken
func continueLogin(
    _ client: OAuth1ClientCredentials,
    _ stored: OAuth1RequestToken,
    verifier: String
) throws -> OAuth1AccessToken {
    let session = OAuth1Session(client: client, transport: .urlSession)
        .userSession(requestToken: stored)
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
    _ stored: OAuth1AccessToken
) throws {
    let session = OAuth1Session(
        client: client,
        token: stored,
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

// snippet.saved
func callWithSavedLogin(
    _ client: OAuth1ClientCredentials,
    file: String
) throws {
    let session = try OAuth1Session(client: client, transport: .urlSession)
        .userSession(restoringFrom: OAuth1FileSessionStore(path: file))
    if session.token == nil {
        try session.fetchRequestToken(
            "https://api.twitter.com/oauth/request_token"
        )
        print(
            "Open",
            try session.authorizationURL(
                "https://api.twitter.com/oauth/authenticate"
            )
        )
        print("and type the code that you see there:")
        try session.fetchAccessToken(
            "https://api.twitter.com/oauth/access_token",
            verifier: readLine()
        )
    }
    print(
        try session.get(
            "https://api.twitter.com/1.1/account/verify_credentials.json"
        )
        .status
    )
}
// snippet.end
