//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What signatures are verified with when there is no such client or token: it costs the same and never fits.
struct StandInCredentials: Sendable {
    /// Nobody has the private key.
    static let rsaPublicKey = try? OAuth1RSAPublicKey(
        pem: """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA+j8zJoqSGkqsL4ILfRiO
            +IURVUdivSV4VXgU7SLeuqYDpag5nuu77atEebaUQnVspoHefMsPjlufU+IGd34t
            89Xmtaobwh7fiThwLlf0WSG0fD3LFEJ1u9lPnccZy/idnW/rG2jmbRO3daPOCzpa
            4QvigIipJ+uGCfp1bRex960tUz5uaqlJQetyuqW7nkPFFJgZugNN9yRB74H3SX4N
            poYJcthL/CiF4UXnAK/UOXXjJ81RrGJ2lSh78OquJBc4y0c8Hl5wDAgmqkpJVFgb
            ATSoyys9d/BU6J4Vvl+smgsDTTWHVUg32Fl0pMJHJCvUGvqqgwX2eqiJhu4oT004
            9wIDAQAB
            -----END PUBLIC KEY-----
            """
    )

    private let clientSecret: OAuth1Secret
    private let tokenSecret: OAuth1Secret

    init(_ generator: any OAuth1TokenGenerator) {
        clientSecret = generator.makeSecret()
        tokenSecret = generator.makeSecret()
    }

    /// The key to verify a request with: the real one, or one that looks like it.
    func key(for candidate: RequestCandidate, isRefused: Bool) -> OAuth1VerificationKey {
        guard let client = candidate.client, !isRefused else {
            return OAuth1VerificationKey(
                client: OAuth1ClientCredentials(key: candidate.request.consumerKey ?? "", secret: clientSecret),
                tokenSecret: candidate.hasToken ? tokenSecret : "",
                rsaPublicKey: StandInCredentials.rsaPublicKey
            )
        }
        return OAuth1VerificationKey(
            client: client.credentials,
            tokenSecret: candidate.requestToken?.secret ?? candidate.accessToken?.secret ?? "",
            rsaPublicKey: client.rsaPublicKey
        )
    }
}
