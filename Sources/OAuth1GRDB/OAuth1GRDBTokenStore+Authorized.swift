//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1
import OAuth1Server

extension OAuth1GRDBTokenStore {
    /// Removes the request tokens of a client that a user authorized and that were not exchanged, 200 in a transaction.
    ///
    /// A row that was changed outside of this package can't be exchanged, and is left to expire.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - clientKey: The consumer key of the client.
    /// - Returns: How many there were.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if a key is missing.
    @discardableResult
    public func removeRequestTokens(authorizedBy userID: String, clientKey: String) async throws -> Int {
        var count = 0
        for client in cipher.values(clientKey, .client) {
            var last: RequestTokenRow?
            while true {
                let start = last
                let rows = try await reads.submit { db in
                    try RequestTokenRow.decided(ofClient: client, after: start, atMost: Self.pageSize, db)
                }
                // A decision never changes, and an exchanged token is gone.
                let identifiers = try rows.compactMap { try authorized($0, by: userID, clientKey) }
                    .flatMap { cipher.values($0.token, .requestToken) }
                if !identifiers.isEmpty {
                    count += try await writes.submit { batch in
                        try identifiers.reduce(0) { count, identifier in
                            try RequestTokenRow.remove(identifier, batch.db) ? count + 1 : count
                        }
                    }
                }
                guard rows.count == Self.pageSize else { break }
                last = rows.last
            }
        }
        return count
    }

    /// The request token of a row, if the user authorized it for the client.
    private func authorized(
        _ row: RequestTokenRow,
        by userID: String,
        _ clientKey: String
    ) throws -> OAuth1IssuedRequestToken? {
        do {
            guard let token = try row.token(cipher), token.isAuthorized(by: userID, clientKey: clientKey) else {
                return nil
            }
            return token
        } catch let error as OAuth1DatabaseError where error.code == .damaged {
            return nil
        }
    }
}
#endif
