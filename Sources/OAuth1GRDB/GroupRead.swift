//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import GRDB
import OAuth1Server

/// Executes the reads of many requests in one snapshot of the database, each after it was asked for.
final class GroupRead: Sendable {
    private typealias Job = @Sendable (Result<Database, any Error>) -> Void

    private static let snapshotsPerTurn = 64

    private let pool: DatabasePool
    private let jobs: GatheredJobs<Job>

    init(_ pool: DatabasePool, maximumWaiting: Int = 100_000) {
        self.pool = pool
        jobs = GatheredJobs(maximumWaiting: maximumWaiting)
    }

    /// How many reads wait, for tests.
    var waitingCount: Int { jobs.waitingCount }

    /// Executes a read, which sees everything that was committed before.
    func submit<Value: Sendable>(_ read: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                add { database in
                    continuation.resume(with: Result { try read(try database.get()) })
                }
            }
        } catch {
            throw DatabaseFailure.rejection(error, path: pool.path)
        }
    }

    private func add(_ job: @escaping Job) {
        switch jobs.add(job) {
        case .wait: break
        case .start: readNext()
        case .reject: job(.failure(DatabaseFailure.tooManyWaiting(path: pool.path)))
        }
    }

    /// Executes what waits, many snapshots one after another on one connection.
    private func readNext() {
        pool.asyncUnsafeRead { database in
            // Not without end, so that the database can be closed under load.
            for _ in 0..<Self.snapshotsPerTurn {
                // Taken before the snapshot: a read that is asked for after it may need a newer one.
                guard let batch = self.jobs.next() else { return }
                Self.execute(batch, database)
            }
            self.readNext()
        }
    }

    private static func execute(_ batch: [Job], _ database: Result<Database, any Error>) {
        var executed = 0
        do {
            let db = try database.get()
            try db.inTransaction(.deferred) {
                for job in batch {
                    executed += 1
                    job(.success(db))
                }
                return .commit
            }
        } catch {
            // No snapshot; if only its end failed, nothing is left.
            for job in batch.dropFirst(executed) { job(.failure(error)) }
        }
    }
}
#endif
