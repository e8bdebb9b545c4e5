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

// snippet.stored
struct StoredToken: Codable, Sendable {
    var token: String
    var secret: String
    /// The service's other parameters: the session handle, and how long the
    /// token is valid.
    var parameters: String
    /// In seconds since 1970.
    var obtainedAt: Int64

    init(_ token: OAuth1AccessToken) {
        self.token = token.token
        secret = token.secret.reveal()
        parameters = token.parameters.formEncodedString
        obtainedAt = OAuth1SystemClock().now()
    }

    var accessToken: OAuth1AccessToken {
        OAuth1AccessToken(
            token: token,
            secret: OAuth1Secret(secret),
            parameters: OAuth1Parameters(formEncoded: parameters)
        )
    }
}
// snippet.end

// snippet.renewable
func user(
    of client: AsyncOAuth1Client,
    stored: StoredToken,
    save: @escaping @Sendable (StoredToken) async throws -> Void
) -> AsyncOAuth1Client {
    let token = client.renewable(
        stored.accessToken,
        at: "https://api.example.com/oauth/access_token",
        obtainedAt: stored.obtainedAt
    ) { new in
        try await save(StoredToken(new))
    }
    return client.using(token)
}
// snippet.end

// snippet.etrade
func accounts(
    credentials: OAuth1ClientCredentials,
    token: OAuth1AccessToken
) async throws -> String {
    let client = try AsyncOAuth1Client(
        service: .etrade,
        client: credentials,
        transport: .urlSession
    )
    let renewable = client.renewable(token) { _ in
        // E*TRADE makes the same token valid again: nothing to store.
    }
    let accounts =
        try await client.get("v1/accounts/list", token: .renewable(renewable))
        .checkingStatus().text
    // When the user signs out:
    try await client.revoke(token)
    return accounts
}
// snippet.end

// snippet.shared
func shared(
    _ token: OAuth1AccessToken,
    of client: AsyncOAuth1Client,
    lock:
        @escaping @Sendable (
            _ work: @Sendable () async throws -> OAuth1AccessToken
        ) async throws -> OAuth1AccessToken,
    load: @escaping @Sendable () async throws -> OAuth1AccessToken,
    save: @escaping @Sendable (OAuth1AccessToken) async throws -> Void
) -> OAuth1RenewableToken {
    OAuth1RenewableToken(token) { old in
        try await lock {
            // Another process may have been first.
            let stored = try await load()
            if stored != old { return stored }
            let new = try await client.renew(
                "https://api.example.com/oauth/access_token",
                token: old
            )
            try await save(new)
            return new
        }
    } store: { _ in
    }
}
// snippet.end
