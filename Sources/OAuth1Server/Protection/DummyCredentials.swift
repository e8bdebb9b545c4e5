//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Dummy credentials for unknown clients and tokens: verifying takes equal time and never succeeds.
struct DummyCredentials: Sendable {
    /// Any of them will do: the verifier works with the one that fits the signature.
    static let rsaPublicKey = RSADummyKeys.keys.last

    private let clientSecret: OAuth1Secret
    private let tokenSecret: OAuth1Secret

    init(_ generator: any OAuth1TokenGenerator) {
        clientSecret = generator.makeSecret()
        tokenSecret = generator.makeSecret()
    }

    /// The key to verify a request with: the real one, or one that looks like it.
    func key(for candidate: RequestCandidate, isRejected: Bool) -> OAuth1VerificationKey {
        guard let client = candidate.client, !isRejected else {
            return OAuth1VerificationKey(
                client: OAuth1ClientCredentials(key: candidate.request.consumerKey ?? "", secret: clientSecret),
                tokenSecret: candidate.hasToken ? tokenSecret : "",
                rsaPublicKey: DummyCredentials.rsaPublicKey
            )
        }
        return OAuth1VerificationKey(
            client: client.credentials,
            tokenSecret: candidate.requestToken?.secret ?? candidate.accessToken?.secret ?? "",
            rsaPublicKey: client.rsaPublicKey
        )
    }
}
