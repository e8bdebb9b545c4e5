//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import OAuth1
import OAuth1Client
import OAuth1URLSession

// snippet.end

// snippet.plan
func plans() -> [String] {
    OAuth1Service.presets.compactMap { service in
        service.deprecation.map { "\(service.name): \($0)" }
    }
}
// snippet.end

// snippet.exchange
func exchangeAtGarmin(
    _ credentials: OAuth1ClientCredentials,
    _ token: OAuth1AccessToken
) async throws -> OAuth2Token {
    let client = try AsyncOAuth1Client(
        service: .garmin,
        client: credentials,
        transport: .urlSession
    )
    return try await client.exchangeToken(token)
}
// snippet.end

// snippet.client
func exchangeAtX(
    _ credentials: OAuth1ClientCredentials,
    _ token: OAuth1AccessToken,
    clientSecret: OAuth1Secret
) async throws -> OAuth2Token {
    let client = try AsyncOAuth1Client(
        service: .x,
        client: credentials,
        transport: .urlSession
    )
    return try await client.exchangeToken(
        token,
        oauth2Client: OAuth2ClientCredentials(
            id: "your client ID",
            secret: clientSecret
        )
    )
}
// snippet.end

// snippet.call
func geocode(_ credentials: OAuth1ClientCredentials) async throws -> String {
    let client = try AsyncOAuth1Client(
        service: .here,
        client: credentials,
        transport: .urlSession
    )
    // Keep the token for 24 hours.
    let token = try await client.exchangeToken()
    let here = client.using(token)
    return try await here.get("v1/geocode?q=Berlin").checkingStatus().text
}
// snippet.end
