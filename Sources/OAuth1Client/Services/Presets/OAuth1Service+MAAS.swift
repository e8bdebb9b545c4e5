//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Canonical's MAAS: PLAINTEXT with a ready-made token and an empty consumer secret.
    ///
    /// The API key of MAAS is consumer key, token and token secret with colons between. An installation without TLS needs
    /// the option `allowsInsecureHTTP`, and then anyone on the network can read the secrets.
    ///
    /// [Documentation](https://canonical.com/maas/docs/how-to-authenticate-to-the-maas-api). Not verified: `probe`.
    ///
    /// - Parameter host: The URL of the installation, as in `https://maas.example:5443`; `/MAAS` at its end plays no part.
    /// - Returns: The service.
    public static func maas(host: String) -> OAuth1Service {
        OAuth1Service(
            id: "maas",
            name: "MAAS",
            documentation: "https://canonical.com/maas/docs/how-to-authenticate-to-the-maas-api",
            flow: .staticToken,
            variables: [.url("host", host)],
            apiBaseURL: "{host}/MAAS/api/2.0",
            signature: Signature(.plaintext),
            probe: Probe("{host}/MAAS/api/2.0/users/?op=whoami")
        )
    }
}
