//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// The USOS API of Polish universities: scopes are joined with `|`, in the request for a request token.
    ///
    /// There is one consumer key for each installation. Tokens end after two hours without the scope `offline_access`.
    ///
    /// [Documentation](https://apps.usos.edu.pl/developers/api/authorization/). Not verified: `signature`, what joins
    /// scopes, the value `confirm_user`, how long tokens last.
    ///
    /// - Parameter installation: The URL of the university's installation.
    /// - Returns: The service.
    public static func usos(installation: String = "https://apps.usos.edu.pl") -> OAuth1Service {
        OAuth1Service(
            id: "usos",
            name: "USOS",
            documentation: "https://apps.usos.edu.pl/developers/api/authorization/",
            flow: .threeLegged,
            variables: [.url("installation", installation)],
            requestToken: Endpoint(
                "{installation}/services/oauth/request_token",
                parameters: [.option("scopes", Option(joiner: "|"))]
            ),
            authorize: Authorize(
                "{installation}/services/oauth/authorize",
                parameters: [.option("interactivity", Option(["minimal", "confirm_user"]))]
            ),
            accessToken: Endpoint("{installation}/services/oauth/access_token"),
            revokeToken: Endpoint("{installation}/services/oauth/revoke_token"),
            apiBaseURL: "{installation}/services",
            signature: Signature(.hmacSHA1),
            probe: Probe("{installation}/services/users/user")
        )
    }
}
