//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import OAuth1
import OAuth1Server

// snippet.end

// snippet.public
func publicURLs() throws -> OAuth1ServerConfiguration {
    // The proxy removes /api/v1: the server sees /oauth/request_token, and
    // clients sign the whole path.
    OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: try OAuth1Origin("https://example.org/api/v1"),
        // With a second URL, the Host field decides which one was signed.
        additionalExternalURLs: [try OAuth1Origin("https://api.example.com")]
    )
}
// snippet.end

// snippet.proxies
func throughProxies() throws -> OAuth1ServerConfiguration {
    OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: try OAuth1Origin("https://example.org"),
        additionalExternalURLs: [try OAuth1Origin("https://api.example.com")],
        trustedProxies: try OAuth1TrustedProxies(
            ["10.0.0.0/8", "::1"],
            field: .xForwarded
        )
    )
}
// snippet.end

// snippet.callbacks
func desktopClient(secret: OAuth1Secret) -> OAuth1RegisteredClient {
    OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(key: "desktop", secret: secret),
        displayName: "The Desktop App",
        callbacks: ["http://127.0.0.1/callback"],
        callbackMatching: [.anyLoopbackPort, .anyQuery]
    )
}
// snippet.end

// snippet.form
func configurationForPHPClients(
    externalURL: OAuth1Origin
) -> OAuth1ServerConfiguration {
    OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: externalURL,
        reading: OAuth1IncomingRequest.Configuration(
            allowsCallbackAndVerifierInForm: true
        )
    )
}
// snippet.end

// snippet.consent
/// What the application remembers of its users' decisions.
protocol ConsentRecords: Sendable {
    /// The scopes that a user ticked for a client when the same scopes were
    /// requested, or `nil`.
    func scopes(
        user: String,
        client: String,
        asked: [String]
    ) async throws -> [String]?
    /// The access token with exactly these scopes, or `nil`.
    func accessToken(
        user: String,
        client: String,
        scopes: [String]
    ) async throws -> OAuth1IssuedAccessToken?
}

func server(
    stores: OAuth1ServerStores,
    configuration: OAuth1ServerConfiguration,
    records: some ConsentRecords,
    authenticateUser: @escaping OAuth1AuthorizationServer.UserAuthenticator
) -> OAuth1AuthorizationServer {
    OAuth1AuthorizationServer(
        stores: stores,
        configuration: configuration,
        accessTokenParameters: { grant in
            // Only what the user ticked, and only if the client asked for it.
            let asked = Set(grant.requestParameters.values(for: "scope"))
            let granted = grant.decisionFields.values(for: "scope")
                .filter(asked.contains)
            return [
                "user_id": grant.userID,
                "scope": granted.joined(separator: " "),
            ]
        },
        existingAccessToken: { grant in
            try await records.accessToken(
                user: grant.userID,
                client: grant.client.key,
                scopes: grant.decisionFields.values(for: "scope")
            )
        },
        priorConsent: { consent in
            let asked = consent.parameters.values(for: "scope")
            let scopes = try await records.scopes(
                user: consent.user.id,
                client: consent.client.key,
                asked: asked
            )
            guard let scopes else { return .ask }
            return .allowed(
                fields: OAuth1Parameters(
                    scopes.map { OAuth1Parameter("scope", $0) }
                )
            )
        },
        authenticateUser: authenticateUser
    )
}
// snippet.end

// snippet.looks
func configurationWithLooks(
    externalURL: OAuth1Origin
) -> OAuth1ServerConfiguration {
    OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        pageStyle: OAuth1PageStyle(
            css: """
                :root { --accent: #7a1f5c; --on-accent: #fff }
                @media (prefers-color-scheme: dark) {
                    :root { --accent: #f2a6d6; --on-accent: #2b0a20 }
                }
                """
        ),
        describeAccess: { parameters in
            // The client wrote the scopes: describe known ones only.
            let sentences = [
                "read": "See your photos", "write": "Add photos",
            ]
            return parameters.values(for: "scope")
                .compactMap { sentences[$0] }
        },
        externalURL: externalURL
    )
}
// snippet.end
