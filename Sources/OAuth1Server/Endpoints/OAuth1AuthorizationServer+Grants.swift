//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1AuthorizationServer {
    /// How many access tokens of each client are looked at for the list of a user's grants.
    private static let maximumListedTokens = 100

    /// The clients that a user gave access to, for a page on which the user can revoke it.
    ///
    /// No client is left out. Of more than 100 access tokens of one client, only so many are considered.
    ///
    /// - Parameter userID: The user, whom the application has signed in.
    /// - Returns: The grants with a token that is valid or can be refreshed, the latest first.
    /// - Throws: Errors of a store.
    public func grants(ofUser userID: String) async throws -> [OAuth1UserGrant] {
        let tokens = try await stores.tokens.accessTokens(
            ofUser: userID,
            endingAfter: configuration.clock.now(),
            atMostPerClient: Self.maximumListedTokens
        )
        var grants: [OAuth1UserGrant] = []
        for tokens in Dictionary(grouping: tokens, by: { Array($0.clientKey.utf8) }).values {
            guard let key = tokens.first?.clientKey else { continue }
            let client = try await stores.clients.client(forKey: key)
            if let grant = OAuth1UserGrant(tokens, client: client) { grants.append(grant) }
        }
        return grants.sorted { ($1.lastIssuedAt, $0.clientKey) < ($0.lastIssuedAt, $1.clientKey) }
    }

    /// Whether a client has an access token of a user that is valid or can be refreshed.
    func hasGrant(ofUser userID: String, clientKey: String) async throws -> Bool {
        let now = configuration.clock.now()
        let tokens = try await stores.tokens.accessTokens(ofUser: userID, endingAfter: now, atMostPerClient: 1)
        return tokens.contains { $0.clientKey.hasSameBytes(as: clientKey) }
    }

    /// Revokes the access that a user gave to a client: all its access tokens for that user, what refreshes them, and request
    /// tokens that the user authorized and that the client has not exchanged yet.
    ///
    /// - Parameters:
    ///   - userID: The user, whom the application has signed in.
    ///   - clientKey: The consumer key of the client.
    /// - Returns: How many access tokens were revoked.
    /// - Throws: Errors of the store, and ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/readOnly`` in read-only mode: a
    ///   copy of the database that is made at that time could have the access again.
    @discardableResult
    public func revokeGrant(ofUser userID: String, clientKey: String) async throws -> Int {
        try checkIsWritable()
        // First: one that is exchanged at this moment is an access token afterwards.
        let open = try await stores.tokens.removeRequestTokens(authorizedBy: userID, clientKey: clientKey)
        let count = try await stores.tokens.revokeAccessTokens(ofUser: userID, clientKey: clientKey)
        if open + count > 0 { configuration.audit(.revoked, token: nil, clientKey: clientKey, userID: userID) }
        return count
    }
}
