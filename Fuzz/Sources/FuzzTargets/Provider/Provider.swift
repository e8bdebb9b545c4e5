//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization

/// A provider with one client, one token of each kind and a user who is signed in.
struct Provider {
    static let callback = "https://app.example.net/done"
    static let verifier = "the-right-verifier"

    let tokens = OAuth1InMemoryTokenStore()
    let server: OAuth1AuthorizationServer
    let protector: OAuth1ResourceProtector

    init(displayName: String = "App", userName: String = "Ada", callback: String = Provider.callback) async throws {
        let client = OAuth1RegisteredClient(credentials: Fixed.client, displayName: displayName)
        server = OAuth1AuthorizationServer(
            stores: OAuth1ServerStores(
                clients: OAuth1InMemoryClientStore([client]),
                tokens: tokens,
                nonces: OAuth1InMemoryNonceStore(history: .empty)
            ),
            configuration: OAuth1ServerConfiguration(
                serviceName: "Service",
                externalURL: try OAuth1Origin("https://api.example.com"),
                consentSecret: OAuth1Secret(String(repeating: "consent", count: 8)),
                clock: Fixed.Clock(),
                tokenGenerator: Tokens()
            ),
            authenticateUser: { _ in .user(id: "user-7", displayName: userName) }
        )
        protector = server.protector()
        try await tokens.save(
            OAuth1IssuedRequestToken(
                token: Fixed.requestToken.token,
                secret: Fixed.requestToken.secret,
                clientKey: Fixed.client.key,
                callback: callback,
                issuedAt: Fixed.now,
                expiresAt: Fixed.now + 600
            )
        )
        tokens.save(
            OAuth1IssuedAccessToken(
                token: Fixed.accessToken.token,
                secret: Fixed.accessToken.secret,
                clientKey: Fixed.client.key,
                userID: "user-7",
                issuedAt: Fixed.now
            )
        )
    }

    /// What no answer may show.
    static let secrets = [Fixed.clientSecret, Fixed.requestTokenSecret, Fixed.accessTokenSecret]

    /// Throws unless an answer is one that a provider in good health gives.
    static func check(_ answer: OAuth1ServerResponse, hides secrets: [String] = Provider.secrets) throws {
        try hold(answer.response.status.code < 500, "an answer with status \(answer.response.status.code)")
        try Secrecy.check(answer.text, hides: secrets)
        for field in answer.response.headerFields {
            try hold(HTTPField.isValidValue(field.value), "a field that is none")
            try Secrecy.check(field.value, hides: secrets)
        }
    }

    private struct Tokens: OAuth1TokenGenerator {
        func makeToken() -> String { "new-token" }
        func makeSecret() -> OAuth1Secret { "new-secret" }
        func makeVerifier() -> OAuth1Secret { OAuth1Secret(Provider.verifier) }
        func makeTypedVerifier() -> OAuth1Secret { "123456789" }
    }
}
