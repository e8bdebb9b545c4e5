//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server

/// Signed requests that a protector accepts: signing is part of the time.
struct SignedLoad: Sendable {
    static let client = OAuth1ClientCredentials(key: "key", secret: "secret")

    let stores: OAuth1ServerStores
    private let protector: OAuth1ResourceProtector
    private let signers: [OAuth1Signer]
    private let request: HTTPRequest

    /// The tokens of a load.
    static func tokens(_ count: Int) -> [OAuth1IssuedAccessToken] {
        (0..<count)
            .map { number in
                OAuth1IssuedAccessToken(
                    token: "token-\(number)-0123456789abcdef",
                    secret: OAuth1Secret("secret-\(number)-0123456789abcdef"),
                    clientKey: client.key,
                    userID: "user-\(number)",
                    issuedAt: 1_700_000_000
                )
            }
    }

    init(_ stores: OAuth1ServerStores, _ tokens: [OAuth1IssuedAccessToken]) throws {
        self.stores = stores
        protector = OAuth1ResourceProtector(
            stores: stores,
            configuration: OAuth1ServerConfiguration(serviceName: "S", trustsHostField: true)
        )
        signers = tokens.map { OAuth1Signer(client: Self.client, token: $0) }
        request = try HTTPRequest(method: .get, absoluteURL: "https://api.example/photos?size=large")
    }

    /// Requests a second; each with another token than the one before.
    func rate(at once: Int = Rate.concurrency, for time: Duration = Rate.time) async throws -> Int {
        try await Rate.measure(at: once, for: time) { number in
            let signer = signers[number % signers.count]
            _ = try await protector.authenticate(try signer.sign(request, body: nil).request)
        }
        .rate
    }
}
