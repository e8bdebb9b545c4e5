//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server
import Synchronization

/// The parts of the table of nonces, each of a minute of timestamps.
///
/// A part is created when the first nonce needs it, and removed as a whole when all its timestamps left the window.
final class NoncePartitions: Sendable {
    /// How many seconds of timestamps a part has.
    private static let width: Int64 = 60
    /// The most parts that one transaction removes.
    private static let maximumRemovals = 16
    /// How far into the past a window may reach, in seconds, if no provider has noted it.
    private static let unknownPast: Int64 = 86_400

    /// The first timestamps of the parts that are there, as far as this process knows.
    private let known = Mutex<Set<Int64>>([])
    /// The minute in which old parts were last removed.
    private let lastRemoval = Mutex<Int64?>(nil)

    private static func start(of timestamp: Int64) -> Int64 { timestamp / width * width }

    /// Creates the parts that nonces need.
    func create(for nonces: [NonceKey], _ connection: PostgresConnection) throws {
        let needed = Set(nonces.map { Self.start(of: $0.stamp) })
        let missing = known.withLock { needed.subtracting($0) }
        guard !missing.isEmpty else { return }
        try connection.transaction {
            try PostgresSchema.lock(connection)
            let present = try Self.present(connection)
            guard let floor = try connection.query("SELECT floor FROM oauth1_state").first else {
                throw NonceState.missing
            }
            // Older ones would stay empty.
            for start in missing.sorted() where !present.contains(start) && start + Self.width > floor {
                // Attached, as creating it in place would wait for all other statements, and they for it.
                try connection.execute(
                    """
                    CREATE TABLE \(Self.name(start)) (LIKE oauth1_nonce INCLUDING ALL);
                    ALTER TABLE oauth1_nonce ATTACH PARTITION \(Self.name(start))
                    FOR VALUES FROM (\(start)) TO (\(start + Self.width))
                    """
                )
            }
        }
        known.withLock { known in
            if known.count > 10_000 { known = [] }
            known.formUnion(missing)
        }
    }

    /// Forgets which parts are there, as another process may have removed some.
    func forget() { known.withLock { $0 = [] } }

    /// Whether old parts should be removed now: once in a minute.
    func shouldRemove(at now: Int64) -> Bool {
        lastRemoval.withLock { last in
            defer { last = Self.start(of: now) }
            return last != Self.start(of: now)
        }
    }

    /// Removes the parts of which all timestamps are older, and raises the floor above the nonces in them.
    ///
    /// - Parameters:
    ///   - now: The time, in seconds since 1970.
    ///   - past: How far into the past the windows of this process reach, in seconds. Those of other processes that used the
    ///     database count, too.
    ///   - connection: The connection.
    /// - Returns: How many parts were removed: 0 if there are no more.
    /// - Throws: ``PostgresError``.
    func remove(at now: Int64, past: Int64, _ connection: PostgresConnection) throws -> Int {
        try connection.transaction {
            try PostgresSchema.lock(connection)
            let removal = try NonceRemoval(connection)
            return try drop(before: Self.cutoff(now, past, noted: removal.pastWindow), noting: removal, connection)
        }
    }

    /// Removes the parts of which all timestamps are before another one.
    ///
    /// - Returns: How many parts were removed: 0 if there are no more.
    func remove(before timestamp: Int64, _ connection: PostgresConnection) throws -> Int {
        try connection.transaction {
            try PostgresSchema.lock(connection)
            return try drop(before: timestamp, noting: NonceRemoval(connection), connection)
        }
    }

    /// The same while requests are served: not while another process changes the parts, and not at once again after it
    /// failed, as all nonces wait for it.
    ///
    /// - Returns: How many parts were removed, or `nil` if it was not time to remove any, or that failed: the database notes
    ///   the failure.
    @discardableResult
    func removeInBackground(at now: Int64, past: Int64, _ connection: PostgresConnection) -> Int? {
        do {
            return try connection.transaction {
                guard try PostgresSchema.tryLock(connection) else { return nil }
                let removal = try NonceRemoval(connection)
                guard removal.isDue(at: now) else { return nil }
                return try drop(before: Self.cutoff(now, past, noted: removal.pastWindow), noting: removal, connection)
            }
        } catch {
            // Without the failure in the database, the next minute repeats it.
            try? NonceRemoval.note(error, at: now, connection)
            return nil
        }
    }

    /// Removes parts, and notes it if there were any: to remove none says nothing about the reason of a failure.
    private func drop(
        before timestamp: Int64,
        noting removal: NonceRemoval,
        _ connection: PostgresConnection
    ) throws -> Int {
        let count = try drop(before: timestamp, connection)
        if count > 0 { try removal.noteSuccess(connection) }
        return count
    }

    private static func cutoff(_ now: Int64, _ past: Int64, noted: Int64) -> Int64 {
        let longest = max(past, noted)
        return now - (longest > 0 ? longest : unknownPast)
    }

    /// Removes parts, in a transaction that has the lock.
    private func drop(before cutoff: Int64, _ connection: PostgresConnection) throws -> Int {
        let old = try Self.present(connection).filter { $0 + Self.width <= cutoff }.sorted()
            .prefix(Self.maximumRemovals)
        guard !old.isEmpty else { return 0 }
        // First, so that no statement that reads the floor adds a nonce to what is removed here. All nonces wait for it.
        try connection.execute("SET LOCAL lock_timeout = 200; LOCK TABLE oauth1_nonce IN ACCESS EXCLUSIVE MODE")
        for start in old {
            try connection.execute(
                """
                UPDATE oauth1_state SET floor = greatest(floor, (SELECT max(stamp) + 1 FROM \(Self.name(start))));
                DROP TABLE \(Self.name(start))
                """
            )
        }
        known.withLock { $0.subtract(old) }
        return old.count
    }

    private static func name(_ start: Int64) -> String { "oauth1_nonce_\(start)" }

    /// The first timestamps of the parts that are there.
    private static func present(_ connection: PostgresConnection) throws -> Set<Int64> {
        let rows = try connection.query(
            """
            SELECT part.relname::text FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
            WHERE inhparent = 'oauth1_nonce'::regclass
            """
        )
        return Set(
            (0..<rows.count).compactMap { rows.text($0, 0).flatMap { Int64($0.dropFirst("oauth1_nonce_".count)) } }
        )
    }
}
#endif
