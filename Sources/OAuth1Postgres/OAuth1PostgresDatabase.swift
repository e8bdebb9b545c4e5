//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
public import OAuth1
public import OAuth1Server

/// The stores of a provider in one PostgreSQL database, for any number of machines.
///
/// ```swift
/// let keys = try OAuth1DatabaseKeys([newKey, oldKey])
/// let database = try await OAuth1PostgresDatabase(
///     connection: OAuth1Secret("postgresql://oauth1@db.example/photos"),
///     keys: keys
/// )
/// let server = OAuth1AuthorizationServer(stores: database.stores, configuration: configuration) { … }
/// ```
///
/// Tokens and nonces survive a crash of a process, a machine or the server. Secrets, tokens and keys are encrypted, so that
/// nobody can use a stolen dump. While the server is away, requests are rejected with status 503, and the first request
/// after its return is served.
public final class OAuth1PostgresDatabase: Sendable {
    /// The registered clients.
    public let clients: OAuth1PostgresClientStore
    /// The request tokens and access tokens.
    public let tokens: OAuth1PostgresTokenStore
    /// The nonces that were used.
    public let nonces: OAuth1PostgresNonceStore
    /// Whether the database had been restored, or a standby had taken over, so that the replay floor was raised.
    public let wasRestored: Bool
    /// The version of the tables when the database was opened, before they were updated; 0 if there were none.
    public let previousSchemaVersion: Int

    let purpose: OAuth1DatabasePurpose
    let pool: PostgresPool
    let cipher: RowCipher
    let clock: any OAuth1Clock

    /// Connects to a database, and creates or updates its tables.
    ///
    /// Several processes may do so at once.
    ///
    /// - Parameters:
    ///   - connection: The connection string, as `postgresql://USER:PASSWORD@HOST/DATABASE` or `host=HOST dbname=DATABASE`,
    ///     with all options of libpq. What is missing comes from the environment, such as `PGPASSWORD`.
    ///   - keys: The keys that encrypt and find rows.
    ///   - maximumConnections: The most connections of this process.
    ///   - maximumRequestTokensPerClient: The most valid request tokens of one client. Requests at the same moment may
    ///     exceed it by a few.
    ///   - history: Whether requests may have been accepted before the tables are created, for example with a database that
    ///     was lost. It does not matter for tables that were used. With `.empty`, don't open tables that are being restored: until
    ///     their state is there, they look like new ones.
    ///   - migrates: Whether the tables are created and updated. Without it, tables of another version are an error: for servers
    ///     that start after `oauth1 provider migrate`.
    ///   - purpose: What the database is opened for.
    ///   - connectTimeout: How many seconds opening a connection may take, for each host of a list; whole seconds, at least
    ///     two. It counts more than `connect_timeout` in the connection string.
    ///   - statementTimeout: How many seconds a statement may take.
    ///   - clock: The provider's clock.
    /// - Throws: `OAuth1DatabaseError`.
    public init(
        connection: OAuth1Secret,
        keys: OAuth1DatabaseKeys,
        maximumConnections: Int = 8,
        maximumRequestTokensPerClient: Int = 10_000,
        history: OAuth1NonceHistory = .unknown,
        migrates: Bool = true,
        purpose: OAuth1DatabasePurpose = .serving,
        connectTimeout: Double = 5,
        statementTimeout: Double = 5,
        clock: any OAuth1Clock = OAuth1SystemClock()
    ) async throws(OAuth1DatabaseError) {
        self.purpose = purpose
        self.clock = clock
        cipher = RowCipher(keys: keys)
        let options = try PostgresOptions(
            connection: connection,
            connectTimeout: connectTimeout,
            statementTimeout: statementTimeout
        )
        pool = PostgresPool(options, size: maximumConnections)
        let migrates = migrates && purpose != .reading
        if purpose == .reading {
            pool.onConnect { connection in try connection.execute("SET default_transaction_read_only = on") }
        }
        do {
            (previousSchemaVersion, wasRestored) = try await pool.attempt { connection in
                var version = PostgresSchema.current
                if migrates {
                    version = try PostgresSchema.migrate(connection)
                } else {
                    try PostgresSchema.check(connection, place: options.place)
                }
                if purpose == .reading {
                    try PostgresOrigin.checkIsUsed(connection, place: options.place)
                    // The origin stays that of the process that used the database last.
                    return (version, false)
                }
                if purpose == .serving { try PostgresOrigin.checkKeys(connection, keys) }
                let wasRestored = try PostgresOrigin.start(
                    connection,
                    history: history,
                    clock: clock,
                    claims: purpose == .serving
                )
                return (version, wasRestored)
            }
        } catch {
            throw PostgresFailure.opening(error, place: options.place)
        }
        if purpose != .reading {
            // Another server may answer the next connection.
            pool.onConnect { connection in
                try PostgresOrigin.check(connection, clock: clock, claims: purpose == .serving)
            }
        }
        let missingKeys = MissingKeyWatch(pool, keys)
        clients = OAuth1PostgresClientStore(pool, cipher, purpose, missingKeys)
        nonces = OAuth1PostgresNonceStore(pool, missingKeys, clock: clock, claimsOrigin: purpose == .serving)
        tokens = OAuth1PostgresTokenStore(
            pool,
            cipher,
            missingKeys,
            clock: clock,
            maximumRequestTokensPerClient: maximumRequestTokensPerClient
        )
    }

    /// The stores for a server.
    public var stores: OAuth1ServerStores { OAuth1ServerStores(clients: clients, tokens: tokens, nonces: nonces) }

    /// Rejects all requests that are stamped up to now, or as many seconds later as timestamps may be ahead.
    ///
    /// For operators: after a snapshot of the server's volume or machine was restored, which can't be noticed.
    ///
    /// - Returns: The oldest timestamp that is accepted now, in seconds since 1970.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    @discardableResult
    public func raiseNonceFloor() async throws -> Int64 {
        try await pool.run { [clock] connection in
            // The time when the statement is sent: it may wait, while other requests are accepted.
            let now = clock.now()
            try NonceState.raiseFloor(to: now, connection)
            return try NonceState.floor(in: OAuth1TimestampWindow(now: now), connection)
        }
    }

    /// Removes request tokens and access tokens that expired more than an hour ago, in many short transactions, and nonces
    /// that left the window.
    ///
    /// The stores remove a few expired tokens with each new one, and nonces each minute, so that this is rarely needed.
    ///
    /// - Returns: How many tokens were removed.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    @discardableResult
    public func removeExpired() async throws -> Int {
        let now = clock.now()
        var removed = 0
        for table in ["oauth1_request_token", "oauth1_access_token"] {
            let sql = RequestTokenRow.removal(from: table, before: "$1::int8", atMost: 500)
            while true {
                let count = try await pool.run { connection in
                    try connection.query(sql, [.int(now - RequestTokenRow.grace)]).changedCount
                }
                guard count > 0 else { break }
                removed += count
            }
        }
        try await nonces.removeExpired(at: now)
        return removed
    }

    /// Checks that the database can be read and written, and has no row whose key is missing, for a readiness check.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func check() async throws { try await nonces.checkReadiness() }

    /// Closes the connections when their statements have finished; calls after it throw.
    public func close() { pool.close() }
}
#endif
