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

extension OAuth1GRDBTokenStore {
    /// Keeps an access token that was not obtained by an exchange: one made by hand, or moved from another store.
    ///
    /// - Parameter accessToken: The access token.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func save(_ accessToken: OAuth1IssuedAccessToken) async throws {
        let identifiers = cipher.values(accessToken.token, .accessToken)
        let row = try AccessTokenRow(accessToken, cipher)
        try await writes.submit { batch in
            for identifier in identifiers { try AccessTokenRow.remove(identifier, batch.db) }
            try row.insert(batch.db)
        }
    }

    /// Finds an access token.
    ///
    /// A row that was written with an older key is encrypted with the current one.
    ///
    /// - Parameter token: The token.
    /// - Returns: The access token, or `nil` if there is none.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also instead of `nil` while any row has a key that is
    ///   missing, or `OAuth1DatabaseError` if the row can't be decrypted.
    public func accessToken(_ token: String) async throws -> OAuth1IssuedAccessToken? {
        let identifiers = cipher.identifiers(token, .accessToken)
        let row = try await reads.submit { db in
            try SealedRow.first(of: identifiers, in: AccessTokenRow.encrypted.table, db)
        }
        guard let row else {
            decrypted.forget(identifiers)
            try await missingKeys.checkUnknown()
            return nil
        }
        guard let found = try decrypted.content(of: row, { try AccessTokenRow.token($0, cipher) }),
            found.token.hasSameBytes(as: token)
        else {
            return nil
        }
        if row.key != cipher.keys.current.identifier {
            let cipher = cipher
            // The token is valid whether this succeeds or not.
            _ = try? await writes.submit { batch in
                guard let row = try SealedRow.first(of: [row.id], in: AccessTokenRow.encrypted.table, batch.db)
                else {
                    return
                }
                try AccessTokenRow.reseal(row, cipher, batch.db)
            }
        }
        return found
    }

    /// Finds the access tokens of a user; one whose row was changed outside of this package is left out.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - second: The time: tokens that ended before are left out.
    ///   - limit: How many to return at most of each client.
    /// - Returns: The access tokens, in no order.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also while any row has a key that is missing, or
    ///   `OAuth1DatabaseError` if the key of one of the rows is missing.
    public func accessTokens(
        ofUser userID: String,
        endingAfter second: Int64,
        atMostPerClient limit: Int
    ) async throws -> [OAuth1IssuedAccessToken] {
        var selection = UserTokenSelection(of: userID, endingAfter: second, atMostPerClient: limit)
        for user in cipher.values(userID, .user) {
            var last = Data()
            while true {
                let start = last
                let rows = try await reads.submit { db in
                    try AccessTokenRow.rows(ofUser: user, after: start, endingAfter: second, atMost: Self.pageSize, db)
                }
                for row in rows {
                    if case .token(let token) = try AccessTokenRow.content(of: row, cipher) { selection.add(token) }
                }
                guard rows.count == Self.pageSize, let end = rows.last?.id else { break }
                last = Data(end)
            }
        }
        // Others of the user may have a key with which nothing is found.
        try await missingKeys.checkUnknown()
        return selection.tokens
    }

    /// How many rows are read at once.
    static let pageSize = 200

    /// Replaces an access token by another one, in one transaction.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - accessToken: The access token to keep in its place.
    /// - Returns: Whether the token was still there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        let identifiers = cipher.values(token, .accessToken)
        let row = try AccessTokenRow(accessToken, cipher)
        return try await writes.submit { batch in
            guard try identifiers.contains(where: { try AccessTokenRow.remove($0, batch.db) }) else { return false }
            try row.insert(batch.db)
            return true
        }
    }

    /// Removes all access tokens that a client has for a user, in one transaction.
    ///
    /// Rows of the user that were changed outside of this package are removed, too: nobody knows whose they are, and they are
    /// worth nothing.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - clientKey: The consumer key of the client.
    /// - Returns: How many there were.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if a key is missing: the tokens
    ///   that can be found and read are removed then.
    @discardableResult
    public func revokeAccessTokens(ofUser userID: String, clientKey: String) async throws -> Int {
        let cipher = cipher
        let users = cipher.values(userID, .user)
        // One transaction: a token that is refreshed meanwhile would be missed between two.
        let (count, failure) = try await writes.submit { batch -> (Int, OAuth1DatabaseError?) in
            var (count, failure): (Int, OAuth1DatabaseError?) = (0, nil)
            for user in users {
                var last = Data()
                while true {
                    let rows = try AccessTokenRow.rows(
                        ofUser: user,
                        after: last,
                        endingAfter: .min,
                        atMost: Self.pageSize,
                        batch.db
                    )
                    for row in rows {
                        do {
                            switch try AccessTokenRow.content(of: row, cipher) {
                            case .token(let token) where token.isGrant(by: userID, clientKey: clientKey):
                                if try AccessTokenRow.remove(Data(row.id), batch.db) { count += 1 }
                            case .token: continue
                            case .damaged: try AccessTokenRow.remove(Data(row.id), batch.db)
                            }
                        } catch let error as OAuth1DatabaseError {
                            failure = error
                        }
                    }
                    guard rows.count == Self.pageSize, let end = rows.last?.id else { break }
                    last = Data(end)
                }
            }
            return (count, failure)
        }
        if let failure { throw failure }
        try await missingKeys.checkUnknown()
        return count
    }

    /// Removes an access token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Returns: Whether it was there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    @discardableResult
    public func revokeAccessToken(_ token: String) async throws -> Bool {
        let identifiers = cipher.values(token, .accessToken)
        return try await writes.submit { batch in
            try identifiers.reduce(false) { wasThere, identifier in
                try AccessTokenRow.remove(identifier, batch.db) || wasThere
            }
        }
    }
}
#endif
