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

extension OAuth1GRDBDatabase: OAuth1ProviderDatabase {
    /// The registered clients.
    public var registry: any OAuth1ClientRegistry { clients }

    /// The version of the tables.
    public var schemaVersion: Int { DatabaseSchema.current }

    /// Removes nonces, in many short transactions, and rejects requests stamped before from now on.
    ///
    /// The store removes those that left the window as new ones come, so that this is needed only where none come.
    ///
    /// - Parameter timestamp: The oldest timestamp whose nonces stay, in seconds since 1970.
    /// - Returns: How many nonces were removed.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func removeNonces(stampedBefore timestamp: Int64) async throws -> Int {
        var removed = 0
        while true {
            let count = try await writes.submit { batch in
                // What other writes of the transaction know of the floor is no longer true then.
                batch.floor = nil
                var floor = try NonceFloor(batch.db)
                return try floor.removeExpired(before: timestamp, batch.db)
            }
            guard count > 0 else { return removed }
            removed += count
        }
    }

    /// Counts what is in the database, in a snapshot that no write waits for.
    ///
    /// - Returns: The state, without secrets.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func status() async throws -> OAuth1DatabaseStatus {
        let (now, identifiers) = (clock.now(), cipher.keys.keys.map(\.identifier))
        var status = try await read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM \(sql)") ?? 0 }
            var status = OAuth1DatabaseStatus(schemaVersion: try DatabaseSchema.version(db))
            status.clients = try count("oauth1_client")
            status.requestTokens = try count("oauth1_request_token")
            status.expiredRequestTokens = try count("oauth1_request_token WHERE expires_at < \(now)")
            status.accessTokens = try count("oauth1_access_token")
            status.expiredAccessTokens = try count("oauth1_access_token WHERE expires_at < \(now)")
            status.nonces = try count("oauth1_nonce")
            status.oldestNonce = try Int64.fetchOne(db, sql: "SELECT min(timestamp) FROM oauth1_nonce")
            status.nonceFloor = max(0, try NonceFloor(db).value(in: OAuth1TimestampWindow(now: now)))
            status.keys = try Self.keys(identifiers, db)
            return status
        }
        let path = FileState.resolvedPath(pool.path) ?? pool.path
        status.byteCount = ["", "-wal", "-shm", "-guard"].reduce(0) { $0 + Self.size(of: path + $1) }
        return status
    }

    /// The keys of the list, then those that only rows have.
    private static func keys(_ list: [Int64], _ db: Database) throws -> [OAuth1DatabaseStatus.KeyUse] {
        var rows: [Int64: Int] = [:]
        var clients: [Int64: Int] = [:]
        for column in OAuth1DatabaseStatus.keyColumns {
            for row in try Row.fetchAll(db, sql: "SELECT key, count(*) FROM (\(column.selection)) GROUP BY key") {
                let (key, count): (Int64, Int) = (row[0], row[1])
                rows[key, default: 0] += count
                if column.hasClients { clients[key] = count }
            }
        }
        return OAuth1DatabaseStatus.keyUses(list, rows: rows, clients: clients)
    }

    private static func size(of path: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }

    /// Reads in a snapshot of the database, which no write waits for.
    func read<Value: Sendable>(_ read: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await pool.read(read) } catch {
            throw DatabaseFailure.rejection(error, path: pool.path)
        }
    }
}
#endif
