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

    private func readNext() {
        // Taken before the snapshot: a read that is asked for after it may need a newer one.
        guard let batch = jobs.next() else { return }
        pool.asyncRead { database in
            for job in batch { job(database) }
            self.readNext()
        }
    }
}
#endif
