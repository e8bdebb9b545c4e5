//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A token store in the memory of one process, for tests and demonstrations: tokens are gone when it ends.
///
/// When it is full, new tokens are rejected; no token that is still valid is ever forgotten. A client that asks for more
/// tokens than its share is rejected while others continue. A full store costs no more than an empty one: expired tokens are
/// found without looking at the others.
public final class OAuth1InMemoryTokenStore: OAuth1TokenStore {
    struct Pending {
        var token: OAuth1IssuedRequestToken
        var verifications = 0
        /// Whether no user has decided yet.
        var isOpen: Bool { token.authorization == nil && token.deniedBy == nil }
    }

    struct State {
        var requestTokens: ExpiringTable<Pending>
        var accessTokens: ExpiringTable<OAuth1IssuedAccessToken>
        var users = UserTokenIndex<OAuth1IssuedAccessToken>()
        /// The users who authorized request tokens.
        var authorizers = UserTokenIndex<Pending>()

        /// Removes a request token, and returns whether it was there.
        mutating func removeRequestToken(_ token: String) -> Bool {
            if let userID = requestTokens[token]?.token.authorization?.userID {
                authorizers.remove(token, of: userID)
            }
            return requestTokens.remove(token)
        }

        /// Removes an access token, and returns whether it was there.
        mutating func removeAccessToken(_ token: String) -> Bool {
            guard let found = accessTokens[token] else { return false }
            users.remove(token, of: found.userID)
            return accessTokens.remove(token)
        }

        /// Keeps an access token whether there is room or not.
        mutating func insertRegardlessOfRoom(_ token: OAuth1IssuedAccessToken) {
            _ = removeAccessToken(token.token)
            accessTokens.insertRegardlessOfRoom(
                token,
                for: token.token,
                of: token.clientKey,
                expiresAt: token.endsAt
            )
            users.insert(token.token, of: token.userID, in: accessTokens)
        }
    }

    let state: Mutex<State>

    /// Creates a store.
    ///
    /// - Parameters:
    ///   - maximumRequestTokens: The most request tokens that are kept at once.
    ///   - maximumAccessTokens: The most access tokens that are kept at once.
    ///   - maximumRequestTokensPerClient: The most request tokens of one client, or `nil` for as many as there is room
    ///     left: half of them if it is the only one.
    ///   - maximumAccessTokensPerClient: The most access tokens of one client, or `nil` for as many as there is room left.
    public init(
        maximumRequestTokens: Int = 100_000,
        maximumAccessTokens: Int = 1_000_000,
        maximumRequestTokensPerClient: Int? = nil,
        maximumAccessTokensPerClient: Int? = nil
    ) {
        state = Mutex(
            State(
                requestTokens: ExpiringTable(
                    maximumCount: maximumRequestTokens,
                    maximumPerOwner: maximumRequestTokensPerClient
                ),
                accessTokens: ExpiringTable(
                    maximumCount: maximumAccessTokens,
                    maximumPerOwner: maximumAccessTokensPerClient
                )
            )
        )
    }

    /// How many tokens were looked at to make room, for tests.
    package var steps: Int { state.withLock { $0.requestTokens.steps + $0.accessTokens.steps } }

    /// Keeps a new request token; expired ones make room for it.
    ///
    /// - Parameter requestToken: The request token.
    /// - Throws: ``OAuth1ServerError`` with code ``OAuth1ServerError/Code/storeFull``.
    public func save(_ requestToken: OAuth1IssuedRequestToken) async throws {
        let isKept = state.withLock { state in
            state.requestTokens.insert(
                Pending(token: requestToken),
                for: requestToken.token,
                of: requestToken.clientKey,
                at: requestToken.issuedAt,
                expiresAt: requestToken.expiresAt
            )
        }
        guard isKept else {
            throw OAuth1ServerError(
                .storeFull,
                "the store is full: this client or all clients together have too many request tokens"
            )
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
            let isAuthorized =
                state.requestTokens.update(token) { pending in
                    guard pending.isOpen else { return false }
                    pending.token.authorization = authorization
                    return true
                } ?? false
            if isAuthorized { state.authorizers.insert(token, of: authorization.userID, in: state.requestTokens) }
            return isAuthorized
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
            state.requestTokens.update(token) { pending in
                guard pending.isOpen else { return false }
                pending.token.deniedBy = userID
                return true
            } ?? false
        }
    }

    /// Counts that a client is about to show a verifier.
    ///
    /// - Parameter token: The token.
    /// - Returns: How many times it was counted, or `nil` if the token is not there.
    public func countVerification(ofRequestToken token: String) async -> Int? {
        state.withLock { state in
            state.requestTokens.update(token) { pending in
                pending.verifications += 1
                return pending.verifications
            }
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
            let isKept = state.accessTokens.insert(
                accessToken,
                for: accessToken.token,
                of: accessToken.clientKey,
                at: accessToken.issuedAt,
                expiresAt: accessToken.endsAt
            )
            guard isKept else {
                throw OAuth1ServerError(
                    .storeFull,
                    "the store is full: this client or all clients together have too many access tokens"
                )
            }
            state.users.insert(accessToken.token, of: accessToken.userID, in: state.accessTokens)
            return state.removeRequestToken(token)
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
        state.withLock { $0.removeRequestToken(token) }
    }

    /// Removes a request token, if it is there.
    ///
    /// - Parameter token: The token.
    public func removeRequestToken(_ token: String) async {
        state.withLock { _ = $0.removeRequestToken(token) }
    }
}
