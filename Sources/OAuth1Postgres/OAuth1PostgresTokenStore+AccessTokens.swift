//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1
public import OAuth1Server

extension OAuth1PostgresTokenStore {
    /// Keeps an access token that was not obtained by an exchange: one made by hand, or moved from another store.
    ///
    /// - Parameter accessToken: The access token.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func save(_ accessToken: OAuth1IssuedAccessToken) async throws {
        let identifiers = cipher.identifiers(accessToken.token, .accessToken)
        let row = try AccessTokenRow(accessToken, cipher)
        try await pool.run { connection in
            _ = try connection.query(
                """
                WITH removed AS (
                    DELETE FROM oauth1_access_token WHERE id = ANY($1::bytea[]) AND id <> $2::bytea
                )
                INSERT INTO oauth1_access_token (id, key, owner, expires_at, encrypted)
                VALUES ($2::bytea, $3::int8, $4::bytea, $5::int8, $6::bytea)
                ON CONFLICT (id) DO UPDATE SET key = excluded.key, owner = excluded.owner,
                    expires_at = excluded.expires_at, encrypted = excluded.encrypted
                """,
                [.byteArrays(identifiers)] + row.values
            )
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
        guard let row = try await lookUp.first(of: identifiers) else {
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
            _ = try? await pool.run { connection in try AccessTokenRow.reseal(row, cipher, connection) }
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
        let users = cipher.identifiers(userID, .user)
        var last: [UInt8] = []
        while true {
            let after = last
            let rows = try await pool.run { connection in
                SealedRow.all(
                    try connection.query(
                        """
                        SELECT id, key, encrypted FROM oauth1_access_token
                        WHERE owner = ANY($1::bytea[]) AND id > $2::bytea
                            AND (expires_at IS NULL OR expires_at >= $3::int8)
                        ORDER BY id LIMIT \(Self.pageSize)
                        """,
                        [.byteArrays(users), .bytes(after), .int(second)]
                    )
                )
            }
            for row in rows {
                if case .token(let token) = try AccessTokenRow.content(of: row, cipher) { selection.add(token) }
            }
            guard rows.count == Self.pageSize, let end = rows.last?.id else {
                // Others of the user may have a key with which nothing is found.
                try await missingKeys.checkUnknown()
                return selection.tokens
            }
            last = end
        }
    }

    /// How many rows are read at once.
    static let pageSize = 500

    /// Replaces an access token by another one, in one statement.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - accessToken: The access token to keep in its place.
    /// - Returns: Whether the token was still there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        let identifiers = cipher.identifiers(token, .accessToken)
        let row = try AccessTokenRow(accessToken, cipher)
        return try await pool.run { connection in
            try connection
                .query(
                    """
                    UPDATE oauth1_access_token
                    SET id = $1::bytea, key = $2::int8, owner = $3::bytea, expires_at = $4::int8, encrypted = $5::bytea
                    WHERE id = ANY($6::bytea[])
                    """,
                    row.values + [.byteArrays(identifiers)]
                )
                .changedCount == 1
        }
    }

    /// Removes all access tokens that a client has for a user, in transactions of a few hundred.
    ///
    /// Rows of the user that were changed outside of this package are removed, too: nobody knows whose they are, and they are
    /// worth nothing.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - clientKey: The consumer key of the client.
    /// - Returns: How many there were.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or `OAuth1DatabaseError` if a key is missing.
    @discardableResult
    public func revokeAccessTokens(ofUser userID: String, clientKey: String) async throws -> Int {
        let (cipher, users) = (cipher, cipher.identifiers(userID, .user))
        var (total, removed, last) = (0, 0, [UInt8]())
        while true {
            let after = last
            let page = try await pool.run { connection in
                try connection.transaction {
                    // A token that is replaced or encrypted again meanwhile is waited for.
                    let rows = SealedRow.all(
                        try connection.query(
                            """
                            SELECT id, key, encrypted FROM oauth1_access_token
                            WHERE owner = ANY($1::bytea[]) AND id > $2::bytea ORDER BY id LIMIT \(Self.pageSize) FOR UPDATE
                            """,
                            [.byteArrays(users), .bytes(after)]
                        )
                    )
                    var (revoked, damaged): ([[UInt8]], [[UInt8]]) = ([], [])
                    for row in rows {
                        switch try AccessTokenRow.content(of: row, cipher) {
                        case .token(let token) where token.isGrant(by: userID, clientKey: clientKey):
                            revoked.append(row.id)
                        case .token: continue
                        case .damaged: damaged.append(row.id)
                        }
                    }
                    try connection.query(
                        "DELETE FROM oauth1_access_token WHERE id = ANY($1::bytea[])",
                        [.byteArrays(revoked + damaged)]
                    )
                    return (last: rows.last?.id, count: revoked.count)
                }
            }
            (total, removed) = (total + page.count, removed + page.count)
            if let end = page.last {
                last = end
            } else if removed > 0 {
                // Once more from the start: a token that was replaced has another place.
                (removed, last) = (0, [])
            } else {
                try await missingKeys.checkUnknown()
                return total
            }
        }
    }

    /// Removes an access token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Returns: Whether it was there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    @discardableResult
    public func revokeAccessToken(_ token: String) async throws -> Bool {
        let identifiers = cipher.identifiers(token, .accessToken)
        return try await pool.run { connection in
            // If the row is encrypted again meanwhile, this waits, and then finds its other identifier.
            try connection
                .query(
                    "DELETE FROM oauth1_access_token WHERE id = ANY($1::bytea[])",
                    [.byteArrays(identifiers)]
                )
                .changedCount > 0
        }
    }
}

extension AccessTokenRow {
    /// The values of the columns `id`, `key`, `owner`, `expires_at` and `encrypted`.
    var values: [PostgresValue] { [.bytes(id), .int(key), .bytes(user), .optional(expiresAt), .bytes(encrypted)] }

    /// Encrypts a row with the current key, if it is still there.
    ///
    /// The row is changed in its place, so that a statement that removes it at the same time finds it.
    static func reseal(_ row: SealedRow, _ cipher: RowCipher, _ connection: PostgresConnection) throws {
        guard let token = try token(row, cipher) else { return }
        try connection.query(
            """
            UPDATE oauth1_access_token
            SET id = $1::bytea, key = $2::int8, owner = $3::bytea, expires_at = $4::int8, encrypted = $5::bytea
            WHERE id = $6::bytea AND encrypted = $7::bytea
            """,
            try AccessTokenRow(token, cipher).values + [.bytes(row.id), .bytes(row.encrypted)]
        )
    }
}
#endif
