//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service {
    /// Instapaper: the user's name and password are exchanged for a token (xAuth), which the vendor has to allow.
    ///
    /// All calls are POST requests.
    ///
    /// [Documentation](https://www.instapaper.com/api/full). Not verified: whether the service still takes new
    /// applications, the format of errors, that calls are POST requests only.
    public static let instapaper = OAuth1Service(
        id: "instapaper",
        name: "Instapaper",
        documentation: "https://www.instapaper.com/api/full",
        flow: .xAuth,
        accessToken: Endpoint("https://www.instapaper.com/api/1/oauth/access_token"),
        apiBaseURL: "https://www.instapaper.com/api/1",
        signature: Signature(.hmacSHA1),
        probe: Probe("https://www.instapaper.com/api/1/account/verify_credentials", method: .post)
    )
}
