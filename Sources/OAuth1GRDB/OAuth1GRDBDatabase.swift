//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
public import OAuth1
public import OAuth1Server

/// The stores of a provider in one SQLite database, for one machine.
///
/// ```swift
/// let keys = try OAuth1DatabaseKeys([newKey, oldKey])
/// let database = try OAuth1GRDBDatabase(path: "/var/lib/photos/oauth1.sqlite", keys: keys)
/// let server = OAuth1AuthorizationServer(stores: database.stores, configuration: configuration) { … }
/// ```
///
/// Tokens and nonces survive a crash of process and machine. Secrets, tokens and keys are encrypted, so that
/// nobody can use a stolen file. No request is accepted twice, also after an older copy of the file was put back.
///
/// Several processes of one machine may use the file at the same time. It belongs on a local disk, not on a network volume.
public final class OAuth1GRDBDatabase: Sendable {
    /// The registered clients.
    public let clients: OAuth1GRDBClientStore
    /// The request tokens and access tokens.
    public let tokens: OAuth1GRDBTokenStore
    /// The nonces that were used.
    public let nonces: OAuth1GRDBNonceStore
    /// Whether the file was an older copy when it was opened, so that the replay floor was raised.
    public let wasRestored: Bool
    /// The version of the tables when the database was opened, before they were updated; 0 if it was new.
    public let previousSchemaVersion: Int

    let purpose: OAuth1DatabasePurpose
    let pool: DatabasePool
    let writes: GroupCommit
    let cipher: RowCipher
    let clock: any OAuth1Clock

    /// Opens a database, or creates it, and updates its tables.
    ///
    /// - Parameters:
    ///   - path: The path of the file; its folder must exist. Only its owner can read a new file.
    ///   - keys: The keys that encrypt and find rows.
    ///   - maximumRequestTokensPerClient: The most valid request tokens of one client.
    ///   - history: Whether requests may have been accepted before a database is created, for example with a database that
    ///     was lost. It does not matter for one that was used, and a guard file of a lost database counts more than `.empty`.
    ///   - migrates: Whether a database is created and its tables are updated. Without it, both are errors: for servers
    ///     that start after `oauth1 provider migrate`.
    ///   - purpose: What the database is opened for.
    ///   - lockTimeout: How many seconds a write waits while another process writes.
    ///   - clock: The provider's clock.
    /// - Throws: `OAuth1DatabaseError`.
    public init(
        path: String,
        keys: OAuth1DatabaseKeys,
        maximumRequestTokensPerClient: Int = 10_000,
        history: OAuth1NonceHistory = .unknown,
        migrates: Bool = true,
        purpose: OAuth1DatabasePurpose = .serving,
        lockTimeout: Double = 5,
        clock: any OAuth1Clock = OAuth1SystemClock()
    ) throws(OAuth1DatabaseError) {
        self.purpose = purpose
        self.clock = clock
        cipher = RowCipher(keys: keys)
        let migrates = migrates && purpose != .reading
        do {
            if migrates {
                // SQLite creates its other files alike.
                PrivateFile.create(path)
            } else if !FileManager.default.fileExists(atPath: path) {
                throw OAuth1DatabaseError(
                    .unavailable,
                    "no database exists at \(path): check the path, or create it with oauth1 provider migrate"
                )
            }
            try ForeignLog.check(path)
            var configuration = Configuration()
            configuration.label = "oauth1"
            configuration.busyMode = .timeout(lockTimeout)
            (pool, previousSchemaVersion) = try DatabaseSchema.open(path: path, migrates: migrates, configuration)
            let isUsed = try pool.read { db in
                try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM oauth1_state)") == true
            }
            if purpose == .reading {
                guard isUsed else { throw OAuth1DatabaseError.neverUsed("the database \(path)") }
                // The guard file stays that of the process that used the database last.
                wasRestored = false
                writes = GroupCommit(pool, .readOnly)
            } else {
                // Maintenance creates no guard file beside a copy, which may not be in its place yet.
                let guardian = try CopyGuard(databasePath: path, creates: purpose == .serving || !isUsed)
                let copiedRun = try pool.writeWithoutTransaction { db in
                    try DatabaseStart(guardian: guardian, purpose: purpose, keys: keys)
                        .start(db, history: history, now: clock.now())
                }
                wasRestored = copiedRun != nil
                if purpose == .maintenance, let copiedRun {
                    writes = GroupCommit(pool, .uncounted(run: copiedRun))
                } else {
                    guardian.synchronize()
                    writes = GroupCommit(pool, .counted(guardian))
                }
            }
        } catch {
            throw DatabaseFailure.opening(error, path: path)
        }
        let reads = GroupRead(pool)
        let missingKeys = MissingKeyWatch(pool, keys)
        clients = OAuth1GRDBClientStore(
            writes: writes,
            reads: reads,
            cipher: cipher,
            purpose: purpose,
            missingKeys: missingKeys
        )
        nonces = OAuth1GRDBNonceStore(writes: writes, reads: reads, missingKeys: missingKeys)
        tokens = OAuth1GRDBTokenStore(
            writes: writes,
            reads: reads,
            cipher: cipher,
            missingKeys: missingKeys,
            clock: clock,
            maximumRequestTokensPerClient: maximumRequestTokensPerClient
        )
    }

    /// The stores for a server.
    public var stores: OAuth1ServerStores { OAuth1ServerStores(clients: clients, tokens: tokens, nonces: nonces) }

    /// Rejects all requests that are stamped up to now, or as many seconds later as timestamps may be ahead.
    ///
    /// For operators: after a snapshot of the volume or the machine was restored, which can't be noticed.
    ///
    /// - Returns: The oldest timestamp that is accepted now, in seconds since 1970.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    @discardableResult
    public func raiseNonceFloor() async throws -> Int64 {
        // The time of the write: it may wait, while other requests are accepted.
        try await writes.submit { [clock] batch in
            let now = clock.now()
            try DatabaseStart.raiseFloor(to: now, batch.db)
            batch.floor = nil
            return max(0, try NonceFloor(batch.db).value(in: OAuth1TimestampWindow(now: now)))
        }
    }

    /// Removes request tokens and access tokens that expired more than an hour ago, in many short transactions.
    ///
    /// The stores remove a few expired tokens with each new one, so that this is rarely needed.
    ///
    /// - Returns: How many tokens were removed.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    @discardableResult
    public func removeExpired() async throws -> Int {
        let now = clock.now()
        var removed = 0
        while true {
            let count = try await writes.submit { batch in
                try RequestTokenRow.removeExpired(at: now, atMost: 500, batch.db)
                    + AccessTokenRow.removeExpired(at: now, atMost: 500, batch.db)
            }
            guard count > 0 else { return removed }
            removed += count
        }
    }

    /// Checks that the database can be read and written, and has no row whose key is missing, for a readiness check.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func check() async throws { try await nonces.checkReadiness() }

    /// Closes the database; calls after it throw.
    ///
    /// If no other process uses the database, its file is complete without those with the suffixes `-wal` and `-shm`.
    ///
    /// - Throws: `OAuth1DatabaseError` if it is still in use.
    public func close() throws(OAuth1DatabaseError) {
        emptyLog()
        do { try pool.close() } catch {
            throw OAuth1DatabaseError(.unavailable, DatabaseFailure.reason(error, path: pool.path))
        }
    }
}
#endif
