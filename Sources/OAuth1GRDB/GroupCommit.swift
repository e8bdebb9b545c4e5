//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import GRDB
import OAuth1Server
import Synchronization

/// Executes the writes of many requests in one transaction, and answers each after the commit.
final class GroupCommit: Sendable {
    /// A transaction, for the writes in it.
    final class Batch {
        let db: Database
        /// The replay floor, as soon as a write has read it.
        var floor: NonceFloor?

        init(_ db: Database) {
            self.db = db
        }
    }

    /// What is noted about each commit.
    enum Notes: Sendable {
        /// How many there were, in the database that was used last.
        case counted(CopyGuard)
        /// Nothing, in an older copy with this run: the next start of a server must notice that it is one.
        case uncounted(run: [UInt8])
        /// There are none: the database is only read.
        case readOnly
    }

    private struct Job: Sendable {
        let run: @Sendable (Batch) -> Void
        let finish: @Sendable ((any Error)?) -> Void
    }

    /// The result of one write, until the commit.
    private final class Outcome<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)

        func set(_ result: Result<Value, any Error>) { self.result.withLock { $0 = result } }

        func get() -> Result<Value, any Error> {
            result.withLock { $0 } ?? .failure(OAuth1ServerError(.storeUnavailable, "the database is closed"))
        }
    }

    private let pool: DatabasePool
    private let notes: Notes
    private let jobs = GatheredJobs<Job>(maximumBatch: 2_000)

    init(_ pool: DatabasePool, _ notes: Notes) {
        self.pool = pool
        self.notes = notes
    }

    /// How many writes wait, for tests.
    var waitingCount: Int { jobs.waitingCount }

    /// Executes a write, and returns after it is on the disk.
    ///
    /// - Parameters:
    ///   - needsSavepoint: Whether the write must be undone as a whole if it throws; without a savepoint, what its statements
    ///     did before the one that failed stays.
    ///   - write: The write.
    /// - Returns: The result of the write.
    /// - Throws: Errors of the write, or `OAuth1ServerError` with code `storeUnavailable`.
    func submit<Value: Sendable>(
        needsSavepoint: Bool = true,
        _ write: @escaping @Sendable (Batch) throws -> Value
    ) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                let outcome = Outcome<Value>()
                let job = Job(
                    run: { batch in
                        outcome.set(Result { try Self.run(write, needsSavepoint, batch) })
                    },
                    finish: { failure in
                        if let failure {
                            continuation.resume(throwing: failure)
                        } else {
                            continuation.resume(with: outcome.get())
                        }
                    }
                )
                add(job)
            }
        } catch {
            throw DatabaseFailure.rejection(error, path: pool.path)
        }
    }

    private static func run<Value>(
        _ write: (Batch) throws -> Value,
        _ needsSavepoint: Bool,
        _ batch: Batch
    ) throws -> Value {
        guard needsSavepoint else { return try write(batch) }
        var value: Value?
        try batch.db.inSavepoint {
            value = try write(batch)
            return .commit
        }
        guard let value else { throw OAuth1ServerError(.storeUnavailable, "the database is closed") }
        return value
    }

    private func add(_ job: Job) {
        switch jobs.add(job) {
        case .wait: break
        case .start: pool.asyncWriteWithoutTransaction { db in self.commitAll(db) }
        case .reject:
            job.finish(DatabaseFailure.tooManyWaiting(path: pool.path))
        }
    }

    private func commitAll(_ db: Database) {
        while let batch = jobs.next() {
            let failure = commit(batch, db)
            for job in batch { job.finish(failure) }
        }
    }

    /// Executes writes in a transaction, and returns the error that undid all of them, if one did.
    private func commit(_ jobs: [Job], _ db: Database) -> (any Error)? {
        do {
            if case .readOnly = notes {
                throw OAuth1DatabaseError(
                    .unavailable,
                    "the database \(pool.path) was opened for reading: open it with the purpose .serving"
                )
            }
            var mark: CopyGuard.Mark?
            try db.inTransaction(.immediate) {
                let batch = Batch(db)
                for job in jobs {
                    job.run(batch)
                    // A full disk ends the whole transaction: what follows would be committed alone.
                    guard db.isInsideTransaction else {
                        throw DatabaseError(resultCode: .SQLITE_FULL, message: "the transaction was rolled back")
                    }
                }
                mark = try count(in: db)
                return .commit
            }
            if case .counted(let guardian) = notes, let mark { try guardian.write(mark) }
            return nil
        } catch {
            return error
        }
    }

    /// Counts a commit, in its transaction, unless it is one of a copy.
    private func count(in db: Database) throws -> CopyGuard.Mark? {
        switch notes {
        case .counted(let guardian): return try guardian.count(in: db)
        case .uncounted(let run):
            // A server has started with the copy: from then on each commit counts.
            guard try CopyGuard.run(of: db) == run else {
                throw OAuth1DatabaseError(
                    .unavailable,
                    "a server started to use the database \(pool.path) meanwhile: open it again"
                )
            }
            return nil
        case .readOnly: return nil
        }
    }
}
#endif
