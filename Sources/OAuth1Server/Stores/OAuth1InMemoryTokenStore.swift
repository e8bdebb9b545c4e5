//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A token store in the memory of one process, for tests and demonstrations: tokens are gone when it ends.
///
/// When it is full, new tokens are refused; no token that is still valid is ever forgotten.
public final class OAuth1InMemoryTokenStore: OAuth1TokenStore {
    private struct Pending {
        var token: OAuth1IssuedRequestToken
        var verifications = 0
        /// Whether no user has decided yet.
        var isOpen: Bool { token.authorization == nil && token.deniedBy == nil }
    }

    private struct State {
        var requestTokens: [String: Pending] = [:]
        var accessTokens: [String: OAuth1IssuedAccessToken] = [:]
    }

    private let maximumRequestTokens: Int
    private let maximumAccessTokens: Int
    private let state = Mutex(State())

    /// Creates a store.
    ///
    /// - Parameters:
    ///   - maximumRequestTokens: The most request tokens that are kept at once.
    ///   - maximumAccessTokens: The most access tokens that are kept at once.
    public init(maximumRequestTokens: Int = 100_000, maximumAccessTokens: Int = 1_000_000) {
        self.maximumRequestTokens = maximumRequestTokens
        self.maximumAccessTokens = maximumAccessTokens
    }

    /// Keeps a new request token; expired ones make room for it.
    ///
    /// - Parameter requestToken: The request token.
    /// - Throws: ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/storeFull``.
    public func save(_ requestToken: OAuth1IssuedRequestToken) async throws {
        try state.withLock { state in
            if state.requestTokens.count >= maximumRequestTokens {
                state.requestTokens = state.requestTokens.filter { $0.value.token.expiresAt >= requestToken.issuedAt }
            }
            guard state.requestTokens.count < maximumRequestTokens else {
                throw OAuth1ServerError(.storeFull, "there are too many request tokens")
            }
            state.requestTokens[requestToken.token] = Pending(token: requestToken)
        }
    }

    /// Finds a request token.
    ///
    /// - Parameter token: The token.
    /// - Returns: The request token, or `nil` if there is none.
    public func requestToken(_ token: String) async -> OAuth1IssuedRequestToken? {
        state.withLock { $0.requestTokens[token]?.token }
    }

    /// Notes that a user authorized a request token, if nobody has decided before.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - authorization: The user and the verifier.
    /// - Returns: Whether the token was there and nobody had decided.
    public func authorizeRequestToken(
        _ token: String,
        _ authorization: OAuth1IssuedRequestToken.Authorization
    ) async -> Bool {
        state.withLock { state in
            guard state.requestTokens[token]?.isOpen == true else { return false }
            state.requestTokens[token]?.token.authorization = authorization
            return true
        }
    }

    /// Notes that a user denied a request token, if nobody has decided before.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - userID: The user.
    /// - Returns: Whether the token was there and nobody had decided.
    public func denyRequestToken(_ token: String, userID: String) async -> Bool {
        state.withLock { state in
            guard state.requestTokens[token]?.isOpen == true else { return false }
            state.requestTokens[token]?.token.deniedBy = userID
            return true
        }
    }

    /// Counts that a client is about to show a verifier.
    ///
    /// - Parameter token: The token.
    /// - Returns: How many times it was counted, or `nil` if the token is not there.
    public func countVerification(ofRequestToken token: String) async -> Int? {
        state.withLock { state in
            state.requestTokens[token]?.verifications += 1
            return state.requestTokens[token]?.verifications
        }
    }

    /// Replaces a request token by an access token; expired access tokens make room for it.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token.
    /// - Returns: Whether the request token was still there.
    /// - Throws: ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/storeFull``.
    public func exchangeRequestToken(
        _ token: String,
        for accessToken: OAuth1IssuedAccessToken
    ) async throws -> Bool {
        try state.withLock { state in
            guard state.requestTokens[token] != nil else { return false }
            if state.accessTokens.count >= maximumAccessTokens {
                state.accessTokens = state.accessTokens.filter {
                    $0.value.expiresAt.map { $0 >= accessToken.issuedAt } ?? true
                }
            }
            guard state.accessTokens.count < maximumAccessTokens else {
                throw OAuth1ServerError(.storeFull, "there are too many access tokens")
            }
            state.requestTokens[token] = nil
            state.accessTokens[accessToken.token] = accessToken
            return true
        }
    }

    /// Removes a request token, as its client gets an access token that is there already.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token.
    /// - Returns: Whether the request token was still there.
    public func exchangeRequestToken(
        _ token: String,
        forExisting accessToken: OAuth1IssuedAccessToken
    ) async -> Bool {
        state.withLock { $0.requestTokens.removeValue(forKey: token) != nil }
    }

    /// Removes a request token, if it is there.
    ///
    /// - Parameter token: The token.
    public func removeRequestToken(_ token: String) async {
        state.withLock { $0.requestTokens[token] = nil }
    }

    /// Keeps an access token that was not obtained by an exchange: one made by hand, or for a test.
    ///
    /// - Parameter accessToken: The access token.
    public func save(_ accessToken: OAuth1IssuedAccessToken) {
        state.withLock { $0.accessTokens[accessToken.token] = accessToken }
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
    public func revokeAccessToken(_ token: String) async {
        state.withLock { $0.accessTokens[token] = nil }
    }
}
