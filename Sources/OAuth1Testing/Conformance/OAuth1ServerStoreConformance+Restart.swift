//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// What was changed for a user before a restart.
    struct ChangedGrants {
        let userID: String
        /// The access tokens that were revoked together, or replaced.
        let gone: [OAuth1IssuedAccessToken]
        /// The access token that took the place of another one.
        let replacement: OAuth1IssuedAccessToken
        /// The request token that was removed, as its user took the authorization back.
        let removed: OAuth1IssuedRequestToken
    }

    /// Replaces an access token, and revokes the tokens of a client, before a restart.
    func changedGrants() async throws -> ChangedGrants {
        let store = stores.tokens
        let (user, client) = (run + "-restart-user", run + "-restart-key")
        func token(_ name: String, client: String) -> OAuth1IssuedAccessToken {
            var token = accessToken("restart-" + name, expiresAt: now + 600)
            (token.userID, token.clientKey) = (user, client)
            return token
        }
        let gone = [token("bulk-1", client: client), token("bulk-2", client: client), token("old", client: run)]
        for access in gone {
            let request = requestToken("for-" + access.token)
            try await store.save(request)
            try expect(try await store.exchangeRequestToken(request.token, for: access), "the exchange to succeed")
        }
        var removed = requestToken("restart-withdrawn")
        removed.clientKey = client
        try await store.save(removed)
        _ = try await store.authorizeRequestToken(removed.token, .init(userID: user, verifier: "verifier"))
        let replacement = token("new", client: run)
        try expect(
            try await store.replaceAccessToken(gone[2].token, with: replacement),
            "an access token to be replaced"
        )
        try await store.revokeAccessTokens(ofUser: user, clientKey: client)
        try await store.removeRequestTokens(authorizedBy: user, clientKey: client)
        return ChangedGrants(userID: user, gone: gone, replacement: replacement, removed: removed)
    }

    /// What was replaced or revoked before a restart does not come back.
    func checkGrants(_ grants: ChangedGrants, in restarted: any OAuth1TokenStore) async throws {
        for token in grants.gone {
            try expect(
                try await restarted.accessToken(token.token) == nil,
                "an access token that was replaced, or revoked with others, not to come back after a restart"
            )
        }
        try expect(
            try await restarted.requestToken(grants.removed.token) == nil,
            "a request token that was removed with others not to come back after a restart"
        )
        try expectSame(
            try await restarted.accessToken(grants.replacement.token),
            grants.replacement,
            "the token that replaced another one, after a restart"
        )
        try expect(
            try await restarted.accessTokens(ofUser: grants.userID) == [grants.replacement],
            "the access tokens of a user to be listed after a restart"
        )
        try await restarted.revokeAccessToken(grants.replacement.token)
    }
}
