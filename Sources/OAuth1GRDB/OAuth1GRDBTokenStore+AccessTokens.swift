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
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if the row can't be decrypted.
    public func accessToken(_ token: String) async throws -> OAuth1IssuedAccessToken? {
        let identifiers = cipher.values(token, .accessToken)
        let row = try await reads.submit { db in
            try SealedRow.first(of: identifiers, in: AccessTokenRow.encrypted.table, db)
        }
        guard let row, let found = try AccessTokenRow.token(row, cipher),
            found.token.hasSameBytes(as: token)
        else {
            return nil
        }
        if row.key != cipher.keys.current.identifier {
            let cipher = cipher
            // The token is valid whether this succeeds or not.
            _ = try? await writes.submit { batch in
                guard let row = try SealedRow.first(of: [Data(row.id)], in: AccessTokenRow.encrypted.table, batch.db)
                else {
                    return
                }
                try AccessTokenRow.reseal(row, cipher, batch.db)
            }
        }
        return found
    }

    /// The access tokens of a user, for a page on which the user can revoke them.
    ///
    /// - Parameter userID: The user.
    /// - Returns: The access tokens, expired ones included that were not removed yet, in no order.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if a row can't be decrypted.
    public func accessTokens(ofUser userID: String) async throws -> [OAuth1IssuedAccessToken] {
        let users = cipher.values(userID, .user)
        let rows = try await reads.submit { db in
            try users.flatMap { user in
                try Row.fetchAll(
                    db,
                    sql: "SELECT id, key, encrypted FROM oauth1_access_token WHERE user = ?",
                    arguments: [user]
                )
                .map { SealedRow($0) }
            }
        }
        return try rows.compactMap { try AccessTokenRow.token($0, cipher) }
            .filter { $0.userID.hasSameBytes(as: userID) }
    }

    /// Removes an access token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func revokeAccessToken(_ token: String) async throws {
        let identifiers = cipher.values(token, .accessToken)
        try await writes.submit { batch in
            for identifier in identifiers { try AccessTokenRow.remove(identifier, batch.db) }
        }
    }
}
#endif
