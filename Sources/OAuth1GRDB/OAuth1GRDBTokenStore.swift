//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1
public import OAuth1Server

/// Request tokens and access tokens in a SQLite database, encrypted, and found by a keyed hash.
///
/// A client receives a token after it is on the disk. Request tokens are removed an hour after they expired.
public final class OAuth1GRDBTokenStore: OAuth1TokenStore {
    let writes: GroupCommit
    let reads: GroupRead
    let cipher: RowCipher
    let missingKeys: MissingKeyWatch
    let decrypted = DecryptedRows<OAuth1IssuedAccessToken>()
    private let clock: any OAuth1Clock
    private let maximumRequestTokensPerClient: Int

    init(
        writes: GroupCommit,
        reads: GroupRead,
        cipher: RowCipher,
        missingKeys: MissingKeyWatch,
        clock: any OAuth1Clock,
        maximumRequestTokensPerClient: Int
    ) {
        self.writes = writes
        self.reads = reads
        self.cipher = cipher
        self.missingKeys = missingKeys
        self.clock = clock
        self.maximumRequestTokensPerClient = maximumRequestTokensPerClient
    }

    /// Keeps a new request token.
    ///
    /// - Parameter requestToken: The request token.
    /// - Throws: `OAuth1ServerError` with code `storeFull` if the client has too many, or `storeUnavailable`.
    public func save(_ requestToken: OAuth1IssuedRequestToken) async throws {
        let row = try RequestTokenRow(requestToken, cipher)
        let clients = cipher.values(requestToken.clientKey, .client)
        let (now, limit) = (clock.now(), maximumRequestTokensPerClient)
        try await writes.submit { batch in
            try RequestTokenRow.removeExpired(at: now, atMost: 10, batch.db)
            let count = try clients.reduce(0) { count, client in
                try count + RequestTokenRow.count(ofClient: client, at: now, atMost: limit, batch.db)
            }
            guard count < limit else {
                throw OAuth1ServerError(.storeFull, "the store is full: this client has too many request tokens")
            }
            try row.insert(batch.db)
        }
    }

    /// Finds a request token.
    ///
    /// - Parameter token: The token.
    /// - Returns: The request token, or `nil` if there is none.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also instead of `nil` while any row has a key that is
    ///   missing, or `OAuth1DatabaseError` if the row can't be decrypted.
    public func requestToken(_ token: String) async throws -> OAuth1IssuedRequestToken? {
        let identifiers = cipher.values(token, .requestToken)
        let row = try await reads.submit { db in try RequestTokenRow.first(of: identifiers, db) }
        guard let row else {
            try await missingKeys.checkUnknown()
            return nil
        }
        guard let found = try row.token(cipher) else { return nil }
        return found.token.hasSameBytes(as: token) ? found : nil
    }

    /// Notes that a user authorized a request token, if nobody has decided before.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - authorization: The user, the verifier, and the fields of the consent form.
    /// - Returns: Whether the token was there and nobody had decided.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func authorizeRequestToken(
        _ token: String,
        _ authorization: OAuth1IssuedRequestToken.Authorization
    ) async throws -> Bool {
        try await decide(token, StoredFields(authorization: authorization))
    }

    /// Notes that a user denied a request token, if nobody has decided before.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - userID: The user.
    /// - Returns: Whether the token was there and nobody had decided.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func denyRequestToken(_ token: String, userID: String) async throws -> Bool {
        try await decide(token, StoredFields(deniedBy: userID))
    }

    private func decide(_ token: String, _ fields: StoredFields) async throws -> Bool {
        let cipher = cipher
        let decisions = try cipher.identifiers(token, .requestToken)
            .map { (Data($0), Data(try cipher.seal(fields, RequestTokenRow.decision, of: $0))) }
        let key = cipher.keys.current.identifier
        return try await writes.submit { batch in
            try decisions.contains { identifier, encrypted in
                try RequestTokenRow.decide(identifier, key, encrypted, batch.db)
            }
        }
    }

    /// Counts that a client is about to show a verifier.
    ///
    /// - Parameter token: The token.
    /// - Returns: How many times it was counted, or `nil` if the token is not there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func countVerification(ofRequestToken token: String) async throws -> Int? {
        let identifiers = cipher.values(token, .requestToken)
        return try await writes.submit { batch in
            for identifier in identifiers {
                if let count = try RequestTokenRow.countVerification(identifier, batch.db) { return count }
            }
            return nil
        }
    }

    /// Replaces a request token by an access token, in one transaction.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token.
    /// - Returns: Whether the request token was still there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func exchangeRequestToken(_ token: String, for accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        let identifiers = cipher.values(token, .requestToken)
        let row = try AccessTokenRow(accessToken, cipher)
        let now = clock.now()
        return try await writes.submit { batch in
            guard try identifiers.contains(where: { try RequestTokenRow.remove($0, batch.db) }) else { return false }
            try AccessTokenRow.removeExpired(at: now, atMost: 10, batch.db)
            try row.insert(batch.db)
            return true
        }
    }

    /// Removes a request token, as its client gets an access token that is there already.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token.
    /// - Returns: Whether the request token was still there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func exchangeRequestToken(
        _ token: String,
        forExisting accessToken: OAuth1IssuedAccessToken
    ) async throws -> Bool {
        let identifiers = cipher.values(token, .requestToken)
        return try await writes.submit { batch in
            try identifiers.contains { try RequestTokenRow.remove($0, batch.db) }
        }
    }

    /// Removes a request token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func removeRequestToken(_ token: String) async throws {
        let identifiers = cipher.values(token, .requestToken)
        try await writes.submit { batch in
            for identifier in identifiers { _ = try RequestTokenRow.remove(identifier, batch.db) }
        }
    }
}
#endif
