//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import GRDB
import OAuth1Server
import Synchronization

/// Executes the reads of many requests in one snapshot of the database, each after it was asked for.
final class GroupRead: Sendable {
    private typealias Job = @Sendable (Result<Database, any Error>) -> Void

    private struct State {
        var jobs: [Job] = []
        var isRunning = false
    }

    private let pool: DatabasePool
    private let maximumWaiting: Int
    private let state = Mutex(State())

    init(_ pool: DatabasePool, maximumWaiting: Int = GroupCommit.maximumWaiting) {
        self.pool = pool
        self.maximumWaiting = maximumWaiting
    }

    /// How many reads wait, for tests.
    var waitingCount: Int { state.withLock { $0.jobs.count } }

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
        enum Step { case wait, start, reject }
        let step = state.withLock { state -> Step in
            guard state.jobs.count < maximumWaiting else { return .reject }
            state.jobs.append(job)
            defer { state.isRunning = true }
            return state.isRunning ? .wait : .start
        }
        switch step {
        case .wait: break
        case .start: readNext()
        case .reject: job(.failure(DatabaseFailure.tooManyWaiting(path: pool.path)))
        }
    }

    private func readNext() {
        // Taken before the snapshot: a read that is asked for after it may need a newer one.
        let jobs = state.withLock { state in
            defer { state.jobs = [] }
            return state.jobs
        }
        pool.asyncRead { database in
            for job in jobs { job(database) }
            let isDone = self.state.withLock { state in
                if state.jobs.isEmpty { state.isRunning = false }
                return state.jobs.isEmpty
            }
            if !isDone { self.readNext() }
        }
    }
}
#endif
