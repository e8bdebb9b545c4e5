//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// BrickLink's store API: a ready-made token, and errors with status 200 and a code in `meta.code`.
    ///
    /// The token works from the IP addresses only that are registered with it. Bodies are JSON and not signed.
    ///
    /// [Documentation](https://www.bricklink.com/v3/api.page). Not verified: the documentation's URL, that all errors
    /// have status 200.
    public static let brickLink = OAuth1Service(
        id: "bricklink",
        name: "BrickLink",
        documentation: "https://www.bricklink.com/v3/api.page",
        flow: .staticToken,
        apiBaseURL: "https://api.bricklink.com/api/store/v1",
        signature: Signature(.hmacSHA1),
        errorInBody: ErrorInBody("meta.code", unless: ["200", "201", "204"]),
        probe: Probe("https://api.bricklink.com/api/store/v1/colors")
    )
}
