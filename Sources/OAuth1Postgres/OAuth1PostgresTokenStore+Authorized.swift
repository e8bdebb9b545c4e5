//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1
import OAuth1Server

extension OAuth1PostgresTokenStore {
    /// Removes the request tokens of a client that a user authorized and that were not exchanged.
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
        let clients = cipher.identifiers(clientKey, .client)
        var (count, last): (Int, [UInt8]) = (0, [])
        while true {
            let after = last
            let rows = try await pool.run { connection in
                let rows = try connection.query(
                    """
                    SELECT \(RequestTokenRow.columns) FROM oauth1_request_token
                    WHERE client = ANY($1::bytea[]) AND id > $2::bytea AND encrypted_decision IS NOT NULL
                    ORDER BY id LIMIT \(Self.pageSize)
                    """,
                    [.byteArrays(clients), .bytes(after)]
                )
                return (0..<rows.count).map { RequestTokenRow(rows, $0) }
            }
            // A decision never changes, and an exchanged token is gone.
            let identifiers = try rows.filter { try $0.isAuthorized(by: userID, clientKey, cipher) }.map(\.id)
            if !identifiers.isEmpty {
                count += try await pool.run { connection in
                    try connection.query(
                        "DELETE FROM oauth1_request_token WHERE id = ANY($1::bytea[])",
                        [.byteArrays(identifiers)]
                    )
                    .changedCount
                }
            }
            guard rows.count == Self.pageSize, let end = rows.last?.id else { return count }
            last = end
        }
    }
}

extension RequestTokenRow {
    /// Whether the user authorized the row's token for the client.
    fileprivate func isAuthorized(by userID: String, _ clientKey: String, _ cipher: RowCipher) throws -> Bool {
        do {
            return try token(cipher)?.isAuthorized(by: userID, clientKey: clientKey) ?? false
        } catch let error as OAuth1DatabaseError where error.code == .damaged {
            return false
        }
    }
}
#endif
