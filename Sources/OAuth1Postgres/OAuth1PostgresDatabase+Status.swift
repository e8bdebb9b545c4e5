//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
package import OAuth1
public import OAuth1Server

extension OAuth1PostgresDatabase: OAuth1ProviderDatabase {
    /// The registered clients.
    public var registry: any OAuth1ClientRegistry { clients }

    /// The version of the tables.
    public var schemaVersion: Int { PostgresSchema.current }

    /// The database in texts: host, port and name, never the password.
    package var place: String { pool.place }

    /// Whether a connection string contains a password.
    package static func hasPassword(in connection: OAuth1Secret) -> Bool { PostgresOptions.hasPassword(connection) }

    /// Why a connection string can't be read, without parts of it that may be a password.
    package static func problem(of connection: OAuth1Secret) -> String? {
        do { _ = try PostgresOptions(connection: connection, connectTimeout: 1, statementTimeout: 1) } catch {
            return error.reason
        }
        return nil
    }

    /// Removes nonces, and rejects requests stamped before from now on.
    ///
    /// The store removes those that left the window as new ones come, so that this is needed only where none come.
    ///
    /// - Parameter timestamp: The oldest timestamp whose nonces stay, in seconds since 1970.
    /// - Returns: How many nonces were removed.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func removeNonces(stampedBefore timestamp: Int64) async throws -> Int {
        try await nonces.remove(before: timestamp)
    }

    /// Counts what is in the database.
    ///
    /// - Returns: The state, without secrets.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func status() async throws -> OAuth1DatabaseStatus {
        let (now, identifiers) = (clock.now(), cipher.keys.keys.map(\.identifier))
        return try await pool.run { connection in
            func number(_ sql: String, _ values: [PostgresValue] = []) throws -> Int64? {
                try connection.query("SELECT \(sql)", values).first
            }
            func count(_ table: String) throws -> Int { Int(try number("count(*) FROM oauth1_\(table)") ?? 0) }
            func expired(_ table: String) throws -> Int {
                Int(try number("count(*) FROM oauth1_\(table) WHERE expires_at < $1::int8", [.int(now)]) ?? 0)
            }
            var status = OAuth1DatabaseStatus(schemaVersion: PostgresSchema.current)
            status.clients = try count("client")
            status.requestTokens = try count("request_token")
            status.expiredRequestTokens = try expired("request_token")
            status.accessTokens = try count("access_token")
            status.expiredAccessTokens = try expired("access_token")
            status.nonces = try count("nonce")
            status.oldestNonce = try number("min(stamp) FROM oauth1_nonce")
            status.nonceFloor = try NonceState.floor(in: OAuth1TimestampWindow(now: now), connection)
            status.removalFailure = try NonceRemoval(connection).failure
            status.isStandby = try number("pg_is_in_recovery()") == 1
            status.byteCount =
                try number(
                    """
                    coalesce(sum(pg_total_relation_size(oid)), 0)::int8 FROM pg_class
                    WHERE relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'oauth1_state'::regclass)
                    AND relkind = 'r' AND relname LIKE 'oauth1\\_%'
                    """
                ) ?? 0
            var rows: [Int64: Int] = [:]
            var clients: [Int64: Int] = [:]
            for column in OAuth1DatabaseStatus.keyColumns {
                let counts = try connection.query(
                    "SELECT key, count(*) FROM (\(column.selection)) AS uses GROUP BY key"
                )
                for row in 0..<counts.count {
                    let (key, count) = (counts.int(row, 0) ?? 0, Int(counts.int(row, 1) ?? 0))
                    rows[key, default: 0] += count
                    if column.hasClients { clients[key] = count }
                }
            }
            status.keys = OAuth1DatabaseStatus.keyUses(identifiers, rows: rows, clients: clients)
            return status
        }
    }
}
#endif
