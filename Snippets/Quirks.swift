//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

// snippet.end

// snippet.base
func client(_ credentials: OAuth1ClientCredentials) -> AsyncOAuth1Client {
    AsyncOAuth1Client(
        client: credentials,
        options: OAuth1FlowOptions(
            baseURL: "https://api.example.com/v2",
            headerFields: [
                .userAgent: "MyApp/1.0", .accept: "application/json",
            ]
        ),
        transport: .urlSession
    )
}

func account(_ user: AsyncOAuth1Client) async throws -> OAuth1Response {
    // https://api.example.com/v2/account
    try await user.get("account")
}
// snippet.end

// snippet.beforeSigning
let namedInTheQuery = OAuth1Hooks(willSign: { request, _ in
    let path = request.path ?? "/"
    request.path = path + (path.contains("?") ? "&" : "?") + "app=example"
})
// snippet.end

// snippet.afterSigning
let baseStringShown = OAuth1Hooks(didSign: { signed in
    // Base strings have tokens in them, so this is not a line for a log.
    print(String(decoding: signed.baseString, as: UTF8.self))
})
// snippet.end

// snippet.tokenResponses
let oddTokens = OAuth1Hooks(tokenParameters: { response in
    // "TOKEN abc SECRET def"
    let words = response.text.split(separator: " ")
    guard words.count == 4, words[0] == "TOKEN", words[2] == "SECRET" else {
        return nil
    }
    return [
        "oauth_token": String(words[1]),
        "oauth_token_secret": String(words[3]),
    ]
})
// snippet.end

// snippet.xAuth
func login(
    _ client: AsyncOAuth1Client,
    username: String,
    password: OAuth1Secret
) async throws -> OAuth1AccessToken {
    try await client.fetchAccessToken(
        "https://api.example.com/oauth/access_token",
        username: username,
        password: password
    )
}
// snippet.end

// snippet.withoutUser
func search(
    _ words: String,
    credentials: OAuth1ClientCredentials
) async throws -> OAuth1Response {
    let client = AsyncOAuth1Client(
        client: credentials,
        configuration: OAuth1SigningConfiguration(sendsEmptyToken: true),
        transport: .urlSession
    )
    return try await client.get(
        "https://api.example.com/search",
        parameters: ["q": words]
    )
}
// snippet.end

// snippet.prove
func proof(for user: AsyncOAuth1Client) async throws -> HTTPFields {
    let echo = try await user.echo(
        for: "https://api.example.com/account/verify_credentials"
    )
    return echo.headerFields
}
// snippet.end

// snippet.verify
func whoIsAsking(_ headerFields: HTTPFields) async throws -> String {
    let echo = try OAuth1Echo(
        headerFields,
        allowing: ["https://api.example.com/account/verify_credentials"]
    )
    return try await echo.verify(over: .urlSession).text
}
// snippet.end
