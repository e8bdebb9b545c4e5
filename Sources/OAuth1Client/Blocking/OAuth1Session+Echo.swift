//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Session {
    /// Makes a proof of who the user is, for another application (OAuth Echo).
    ///
    /// - Parameters:
    ///   - url: The service's URL that says who the user is, as the other application allows it.
    ///   - token: Which token to sign with; by default the session's.
    /// - Returns: The proof, which can be used once.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func echo(for url: String, token: OAuth1CallToken = .client) throws -> OAuth1Echo {
        let client = client
        return try Blocking.run { try await client.echo(for: url, token: token) }
    }
}
