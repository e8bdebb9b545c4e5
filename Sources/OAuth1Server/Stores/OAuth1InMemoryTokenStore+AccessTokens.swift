//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

extension OAuth1InMemoryTokenStore {
    /// Keeps an access token that was not obtained by an exchange: one made by hand, or for a test.
    ///
    /// - Parameter accessToken: The access token.
    public func save(_ accessToken: OAuth1IssuedAccessToken) {
        state.withLock { $0.insertRegardlessOfRoom(accessToken) }
    }

    /// Finds an access token.
    ///
    /// - Parameter token: The token.
    /// - Returns: The access token, or `nil` if there is none.
    public func accessToken(_ token: String) async -> OAuth1IssuedAccessToken? {
        state.withLock { $0.accessTokens[token] }
    }

    /// Removes an access token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Returns: Whether it was there.
    @discardableResult
    public func revokeAccessToken(_ token: String) async -> Bool {
        state.withLock { $0.removeAccessToken(token) }
    }

    /// Replaces an access token by another one, if it is there.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - accessToken: The access token to keep in its place.
    /// - Returns: Whether the token was still there.
    public func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async -> Bool {
        state.withLock { state in
            guard state.removeAccessToken(token) else { return false }
            state.insertRegardlessOfRoom(accessToken)
            return true
        }
    }

    /// Finds the access tokens of a user.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - second: The time: tokens that ended before are left out.
    ///   - limit: How many to return at most of each client.
    /// - Returns: The access tokens, in no order.
    public func accessTokens(
        ofUser userID: String,
        endingAfter second: Int64,
        atMostPerClient limit: Int
    ) async -> [OAuth1IssuedAccessToken] {
        state.withLock { state in
            var selection = UserTokenSelection(of: userID, endingAfter: second, atMostPerClient: limit)
            for token in state.users.values(of: userID, in: state.accessTokens) { selection.add(token) }
            return selection.tokens
        }
    }

    /// Removes the request tokens of a client that a user authorized and that were not exchanged.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - clientKey: The consumer key of the client.
    /// - Returns: How many there were.
    @discardableResult
    public func removeRequestTokens(authorizedBy userID: String, clientKey: String) async -> Int {
        state.withLock { state in
            let tokens = state.authorizers.values(of: userID, in: state.requestTokens).map(\.token)
                .filter { $0.isAuthorized(by: userID, clientKey: clientKey) }
            for token in tokens { _ = state.removeRequestToken(token.token) }
            return tokens.count
        }
    }

    /// Removes all access tokens that a client has for a user.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - clientKey: The consumer key of the client.
    /// - Returns: How many there were.
    @discardableResult
    public func revokeAccessTokens(ofUser userID: String, clientKey: String) async -> Int {
        state.withLock { state in
            let tokens = state.users.values(of: userID, in: state.accessTokens)
                .filter { $0.isGrant(by: userID, clientKey: clientKey) }
            for token in tokens { _ = state.removeAccessToken(token.token) }
            return tokens.count
        }
    }
}
