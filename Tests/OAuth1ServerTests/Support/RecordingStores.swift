//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server
import Synchronization

/// A nonce store that counts what reaches it.
final class CountingNonceStore: OAuth1NonceStore {
    private let wrapped = OAuth1InMemoryNonceStore(history: .empty)
    private let calls = Mutex(0)

    var callCount: Int { calls.withLock { $0 } }

    func record(_ nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) async throws -> OAuth1NonceOutcome {
        calls.withLock { $0 += 1 }
        return try await wrapped.record(nonce, in: window)
    }

    func floor(in window: OAuth1TimestampWindow) async throws -> Int64 { await wrapped.floor(in: window) }
}

/// A token store that fails, or only counts what it is asked for.
final class BrokenTokenStore: OAuth1TokenStore {
    struct Failure: Error {
        let secret = "password of the database"
    }

    private let failure: (any Error)?
    private let lookUps = Mutex(0)

    init(_ failure: (any Error)?) {
        self.failure = failure
    }

    var lookUpCount: Int { lookUps.withLock { $0 } }

    private func fail() throws {
        lookUps.withLock { $0 += 1 }
        if let failure { throw failure }
    }

    func save(_ requestToken: OAuth1IssuedRequestToken) async throws { try fail() }

    func requestToken(_ token: String) async throws -> OAuth1IssuedRequestToken? {
        try fail()
        return nil
    }

    func authorizeRequestToken(
        _ token: String,
        _ authorization: OAuth1IssuedRequestToken.Authorization
    ) async throws -> Bool {
        try fail()
        return false
    }

    func countVerification(ofRequestToken token: String) async throws -> Int? {
        try fail()
        return nil
    }

    func exchangeRequestToken(_ token: String, for accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        try fail()
        return false
    }

    func removeRequestToken(_ token: String) async throws { try fail() }

    func accessToken(_ token: String) async throws -> OAuth1IssuedAccessToken? {
        try fail()
        return nil
    }

    func revokeAccessToken(_ token: String) async throws -> Bool {
        try fail()
        return false
    }

    func removeRequestTokens(authorizedBy userID: String, clientKey: String) async throws -> Int {
        try fail()
        return 0
    }

    func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        try fail()
        return false
    }

    func accessTokens(
        ofUser userID: String,
        endingAfter second: Int64,
        atMostPerClient limit: Int
    ) async throws -> [OAuth1IssuedAccessToken] {
        try fail()
        return []
    }

    func revokeAccessTokens(ofUser userID: String, clientKey: String) async throws -> Int {
        try fail()
        return 0
    }
}

/// A token store that has only what every store must have.
final class MinimalTokenStore: OAuth1TokenStore {
    private let wrapped: OAuth1InMemoryTokenStore

    /// How many times a token is still refreshed just before it is revoked.
    private let refreshes: Mutex<Int>

    init(_ wrapped: OAuth1InMemoryTokenStore, refreshes: Int = 0) {
        self.wrapped = wrapped
        self.refreshes = Mutex(refreshes)
    }

    func save(_ requestToken: OAuth1IssuedRequestToken) async throws { try await wrapped.save(requestToken) }

    func requestToken(_ token: String) async -> OAuth1IssuedRequestToken? { await wrapped.requestToken(token) }

    func authorizeRequestToken(
        _ token: String,
        _ authorization: OAuth1IssuedRequestToken.Authorization
    ) async -> Bool {
        await wrapped.authorizeRequestToken(token, authorization)
    }

    func countVerification(ofRequestToken token: String) async -> Int? {
        await wrapped.countVerification(ofRequestToken: token)
    }

    func exchangeRequestToken(_ token: String, for accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        try await wrapped.exchangeRequestToken(token, for: accessToken)
    }

    func removeRequestToken(_ token: String) async { await wrapped.removeRequestToken(token) }

    func accessToken(_ token: String) async -> OAuth1IssuedAccessToken? { await wrapped.accessToken(token) }

    func revokeAccessToken(_ token: String) async -> Bool {
        let left = refreshes.withLock { count in
            count = max(-1, count - 1)
            return count
        }
        if left >= 0, var new = await wrapped.accessToken(token) {
            new.token = "refreshed, \(left) left"
            _ = await wrapped.replaceAccessToken(token, with: new)
        }
        return await wrapped.revokeAccessToken(token)
    }

    func removeRequestTokens(authorizedBy userID: String, clientKey: String) async -> Int {
        await wrapped.removeRequestTokens(authorizedBy: userID, clientKey: clientKey)
    }

    func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async -> Bool {
        await wrapped.replaceAccessToken(token, with: accessToken)
    }

    func accessTokens(
        ofUser userID: String,
        endingAfter second: Int64,
        atMostPerClient limit: Int
    ) async -> [OAuth1IssuedAccessToken] {
        await wrapped.accessTokens(ofUser: userID, endingAfter: second, atMostPerClient: limit)
    }

    func revokeAccessTokens(ofUser userID: String, clientKey: String) async -> Int {
        await wrapped.revokeAccessTokens(ofUser: userID, clientKey: clientKey)
    }
}
