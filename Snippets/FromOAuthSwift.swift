//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

// snippet.end

// snippet.client
func client() -> AsyncOAuth1Client {
    let environment = ProcessInfo.processInfo.environment
    return AsyncOAuth1Client(
        client: OAuth1ClientCredentials(
            key: environment["CONSUMER_KEY"] ?? "",
            secret: OAuth1Secret(environment["CONSUMER_SECRET"] ?? "")
        ),
        transport: .urlSession
    )
}
// snippet.end

// snippet.login
func login(
    _ client: AsyncOAuth1Client,
    showing page: (_ url: String) async throws -> String
) async throws -> OAuth1AccessToken {
    let requestToken = try await client.fetchRequestToken(
        "https://api.example.com/oauth/request_token",
        callback: .url("app-scheme://oauth-callback/example")
    )
    let callback = try await page(
        client.authorizationURL(
            "https://api.example.com/oauth/authorize",
            for: requestToken
        )
    )
    let accessToken = try await client.fetchAccessToken(
        "https://api.example.com/oauth/access_token",
        authorization:
            client.parseAuthorizationResponse(callback, for: requestToken)
            .authorization()
    )
    print(accessToken.parameters["screen_name"] ?? "")
    return accessToken
}
// snippet.end

// snippet.stored
func stored(_ client: AsyncOAuth1Client) -> AsyncOAuth1Client {
    let environment = ProcessInfo.processInfo.environment
    return client.using(
        OAuth1AccessToken(
            token: environment["ACCESS_TOKEN"] ?? "",
            secret: OAuth1Secret(environment["ACCESS_TOKEN_SECRET"] ?? "")
        )
    )
}
// snippet.end

// snippet.calls
struct Note: Codable {
    var text: String
}

func calls(_ user: AsyncOAuth1Client) async throws -> [Note] {
    _ = try await user.post(
        "https://api.example.com/notes",
        .form(["text": "Hello"])
    )
    _ = try await user.post(
        "https://api.example.com/notes",
        .json(encoding: Note(text: "Hello"))
    )
    let response = try await user.get(
        "https://api.example.com/notes",
        parameters: ["page": "2"]
    )
    return try response.json()
}
// snippet.end

// snippet.multipart
func upload(_ image: [UInt8], as user: AsyncOAuth1Client) async throws {
    var form = OAuth1MultipartForm()
    form.append("title", "A photo")
    form.append("media", filename: "file", contentType: "image/jpeg", image)
    let response = try await user.send(
        .post,
        "https://api.example.com/photos",
        body: .multipart(form),
        options: OAuth1SigningOptions(additionallySigned: form.fields)
    )
    try response.checkingStatus()
}
// snippet.end

// snippet.options
func lenientClient(
    _ credentials: OAuth1ClientCredentials
) -> AsyncOAuth1Client {
    AsyncOAuth1Client(
        client: credentials,
        method: .plaintext,
        configuration: OAuth1SigningConfiguration(placement: .query),
        options: OAuth1FlowOptions(
            requiresCallbackConfirmation: false,
            requiresVerifier: false
        ),
        transport: .urlSession
    )
}
// snippet.end

// snippet.errors
func explain(_ error: any Error) -> String {
    guard let error = error as? OAuth1ClientError else { return "\(error)" }
    switch error.code {
    case .authorizationDenied: return "The user declined."
    case .tokenMismatch: return "The callback belongs to another login."
    case .transport:
        return "No connection: \(error.cause.map { "\($0)" } ?? "")"
    default: return error.description
    }
}
// snippet.end
