//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1
public import OAuth1Server

/// Request tokens and access tokens in a PostgreSQL database, encrypted, and found by a keyed hash.
///
/// A client receives a token after it is on the disk of the server. Request tokens are removed an hour after they expired.
public final class OAuth1PostgresTokenStore: OAuth1TokenStore {
    let pool: PostgresPool
    let cipher: RowCipher
    let missingKeys: MissingKeyWatch
    let lookUp: PostgresLookUp
    let decrypted = DecryptedRows<OAuth1IssuedAccessToken>()
    private let clock: any OAuth1Clock
    private let maximumRequestTokensPerClient: Int

    init(
        _ pool: PostgresPool,
        _ cipher: RowCipher,
        _ missingKeys: MissingKeyWatch,
        clock: any OAuth1Clock,
        maximumRequestTokensPerClient: Int
    ) {
        self.pool = pool
        self.cipher = cipher
        self.missingKeys = missingKeys
        self.clock = clock
        self.maximumRequestTokensPerClient = maximumRequestTokensPerClient
        lookUp = PostgresLookUp(pool, table: AccessTokenRow.encrypted.table)
    }

    /// Keeps a new request token.
    ///
    /// - Parameter requestToken: The request token.
    /// - Throws: `OAuth1ServerError` with code `storeFull` if the client has too many, or `storeUnavailable`.
    public func save(_ requestToken: OAuth1IssuedRequestToken) async throws {
        let row = try RequestTokenRow(requestToken, cipher)
        let clients = cipher.identifiers(requestToken.clientKey, .client)
        let (now, limit) = (clock.now(), maximumRequestTokensPerClient)
        let isSaved = try await pool.run { connection in
            try connection
                .query(
                    """
                    WITH expired AS (
                        \(RequestTokenRow.removal(from: "oauth1_request_token", before: "$8::int8", atMost: 10))
                    ), present AS (
                        SELECT 1 FROM oauth1_request_token
                        WHERE client = ANY($6::bytea[]) AND expires_at >= $7::int8 LIMIT $5::int8
                    )
                    INSERT INTO oauth1_request_token (id, key, client, expires_at, encrypted)
                    SELECT $1::bytea, $2::int8, $3::bytea, $4::int8, $9::bytea
                    WHERE (SELECT count(*) FROM present) < $5::int8
                    """,
                    [
                        .bytes(row.id), .int(row.key), .bytes(row.client), .int(row.expiresAt), .int(Int64(limit)),
                        .byteArrays(clients), .int(now), .int(now - RequestTokenRow.grace), .bytes(row.encrypted),
                    ]
                )
                .changedCount == 1
        }
        guard isSaved else {
            throw OAuth1ServerError(.storeFull, "the store is full: this client has too many request tokens")
        }
    }

    /// Finds a request token.
    ///
    /// - Parameter token: The token.
    /// - Returns: The request token, or `nil` if there is none.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, also instead of `nil` while any row has a key that is
    ///   missing, or `OAuth1DatabaseError` if the row can't be decrypted.
    public func requestToken(_ token: String) async throws -> OAuth1IssuedRequestToken? {
        let identifiers = cipher.identifiers(token, .requestToken)
        let row = try await pool.run { connection in
            let rows = try connection.query(
                "SELECT \(RequestTokenRow.columns) FROM oauth1_request_token WHERE id = ANY($1::bytea[])",
                [.byteArrays(identifiers)]
            )
            return rows.count == 0 ? nil : RequestTokenRow(rows, 0)
        }
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
        var decisions = try cipher.identifiers(token, .requestToken)
            .map { ($0, try cipher.seal(fields, RequestTokenRow.decision, of: $0)) }
        // The row may be encrypted again meanwhile, from an older identifier to the first.
        if decisions.count > 1 { decisions.append(decisions[0]) }
        let key = cipher.keys.current.identifier
        return try await pool.run { [decisions] connection in
            try decisions.contains { identifier, encrypted in
                try connection
                    .query(
                        """
                        UPDATE oauth1_request_token SET decision_key = $1::int8, encrypted_decision = $2::bytea
                        WHERE id = $3::bytea AND encrypted_decision IS NULL
                        """,
                        [.int(key), .bytes(encrypted), .bytes(identifier)]
                    )
                    .changedCount == 1
            }
        }
    }

    /// Counts that a client is about to show a verifier.
    ///
    /// - Parameter token: The token.
    /// - Returns: How many times it was counted, or `nil` if the token is not there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func countVerification(ofRequestToken token: String) async throws -> Int? {
        let identifiers = cipher.identifiers(token, .requestToken)
        return try await pool.run { connection in
            try connection.query(
                """
                UPDATE oauth1_request_token SET verifications = verifications + 1
                WHERE id = ANY($1::bytea[]) RETURNING verifications
                """,
                [.byteArrays(identifiers)]
            )
            .first.map { Int($0) }
        }
    }

    /// Replaces a request token by an access token, in one statement.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token.
    /// - Returns: Whether the request token was still there.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func exchangeRequestToken(_ token: String, for accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
        let identifiers = cipher.identifiers(token, .requestToken)
        let row = try AccessTokenRow(accessToken, cipher)
        let cutoff = clock.now() - RequestTokenRow.grace
        return try await pool.run { connection in
            try connection
                .query(
                    """
                    WITH removed AS (
                        DELETE FROM oauth1_request_token WHERE id = ANY($1::bytea[]) RETURNING 1
                    ), expired AS (
                        \(RequestTokenRow.removal(from: "oauth1_access_token", before: "$2::int8", atMost: 10))
                    )
                    INSERT INTO oauth1_access_token (id, key, owner, expires_at, encrypted)
                    SELECT $3::bytea, $4::int8, $5::bytea, $6::int8, $7::bytea FROM removed LIMIT 1
                    """,
                    [.byteArrays(identifiers), .int(cutoff)] + row.values
                )
                .changedCount == 1
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
        try await remove(token)
    }

    /// Removes a request token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func removeRequestToken(_ token: String) async throws { _ = try await remove(token) }

    private func remove(_ token: String) async throws -> Bool {
        let identifiers = cipher.identifiers(token, .requestToken)
        return try await pool.run { connection in
            try connection
                .query(
                    "DELETE FROM oauth1_request_token WHERE id = ANY($1::bytea[])",
                    [.byteArrays(identifiers)]
                )
                .changedCount > 0
        }
    }
}
#endif
