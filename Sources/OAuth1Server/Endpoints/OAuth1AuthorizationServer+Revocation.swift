//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1AuthorizationServer {
    /// How many refreshes of one access token a revocation follows that happen while it is answered.
    private static let maximumFollowedRefreshes = 16

    /// Revokes an access token, or the one that replaced it since it was looked up.
    ///
    /// Afterwards, nothing is left of what the client could use: a refresh that comes later does not find its token.
    ///
    /// - Throws: ``OAuth1ServerError`` if the token that replaced it is not found, and errors of the store.
    func revoke(_ token: OAuth1IssuedAccessToken) async throws {
        if try await removes(token) { return }
        for _ in 0..<Self.maximumFollowedRefreshes {
            guard let latest = try await latestToken(inSessionOf: token) else { return }
            if try await removes(latest) { return }
        }
        throw isRefreshed
    }

    private func removes(_ token: OAuth1IssuedAccessToken) async throws -> Bool {
        guard try await stores.tokens.revokeAccessToken(token.token) else { return false }
        configuration.audit(.revoked, token: token.token, clientKey: token.clientKey, userID: token.userID)
        return true
    }

    /// The token that replaced another one, or `nil` if the session was revoked at the same time.
    private func latestToken(inSessionOf token: OAuth1IssuedAccessToken) async throws -> OAuth1IssuedAccessToken? {
        // The client must not believe that nothing is valid anymore.
        guard let identifier = token.session?.identifier else { throw isRefreshed }
        var known: Set<String>?
        for _ in 0..<4 {
            let tokens = try await stores.tokens
                .accessTokens(
                    ofUser: token.userID,
                    endingAfter: configuration.clock.now(),
                    atMostPerClient: AccessTokenSearch.maximumPerClient
                )
                .filter { $0.clientKey.hasSameBytes(as: token.clientKey) }
            if let latest = tokens.first(where: { $0.session?.identifier?.hasSameBytes(as: identifier) == true }) {
                return latest
            }
            // A token whose store or server dropped the identifier could be it.
            guard tokens.count < AccessTokenSearch.maximumPerClient,
                tokens.allSatisfy({ $0.session == nil || $0.session?.identifier != nil })
            else {
                throw isRefreshed
            }
            // Stores search page by page: a token that is refreshed meanwhile can be missed.
            let found = Set(tokens.map(\.token))
            if found == known { return nil }
            known = found
        }
        throw isRefreshed
    }

    private var isRefreshed: OAuth1ServerError {
        OAuth1ServerError(
            .tokenUsed,
            "the access token was refreshed or revoked at the same time: revoke the new one",
            parameter: "oauth_token"
        )
    }
}
