//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// Executes the calls of many requests in one statement.
///
/// While a statement waits for the server, the next calls gather. Each has its own time limit: one that has just come is not
/// rejected because another one waited too long.
final class PostgresBatches<Input: Sendable, Output: Sendable>: Sendable {
    private struct Job: Sendable {
        let input: Input
        /// After this it is rejected instead of executed.
        let deadline: ContinuousClock.Instant
        let finish: @Sendable (Result<Output, any Error>) -> Void
    }

    private let pool: PostgresPool
    private let jobs: GatheredJobs<Job>
    private let execute: @Sendable ([Input], PostgresConnection) throws -> [Output]

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - pool: The connections.
    ///   - execute: Executes calls, and returns as many results, in their order.
    init(_ pool: PostgresPool, _ execute: @escaping @Sendable ([Input], PostgresConnection) throws -> [Output]) {
        self.pool = pool
        self.execute = execute
        // Two, so that one works while the other waits for the disk.
        jobs = GatheredJobs(maximumBatch: 1_000, maximumRunners: 2)
    }

    /// How many calls wait, for tests.
    var waitingCount: Int { jobs.waitingCount }

    /// Executes a call together with others.
    ///
    /// - Parameters:
    ///   - input: What the statement executes.
    ///   - waitingTime: How long the call may wait; by default as long as a job of the pool.
    /// - Returns: The result of the call.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or errors of the statement.
    func submit(_ input: Input, waitingTime: Duration? = nil) async throws -> Output {
        let deadline = ContinuousClock.now + (waitingTime ?? pool.waitingTime)
        do {
            return try await withCheckedThrowingContinuation { continuation in
                let job = Job(input: input, deadline: deadline) { continuation.resume(with: $0) }
                switch jobs.add(job) {
                case .wait: break
                case .start: startRunner()
                case .reject: job.finish(.failure(PostgresError.tooManyWaiting))
                }
            }
        } catch {
            throw PostgresFailure.rejection(error, place: pool.place)
        }
    }

    private func startRunner() {
        pool.addRunner { connection in
            while let batch = self.jobs.next() {
                switch connection {
                case .success(let open): self.run(batch, open)
                case .failure(let error): for job in batch { job.finish(.failure(error)) }
                }
                // Without a connection all that wait are rejected: the pool attempts no other one for a moment.
                guard case .success(let open) = connection else { continue }
                // The next calls get another connection, or wait for their turn: other batches and statements would wait
                // for as long as calls come.
                if open.isBroken || self.pool.waitingCount > 0 { return self.startRunner() }
            }
        }
    }

    /// Executes those of a batch that have not waited too long.
    private func run(_ batch: [Job], _ connection: PostgresConnection) {
        let now = ContinuousClock.now
        for job in batch where job.deadline < now { job.finish(.failure(PostgresError.waitedTooLong)) }
        let timely = batch.filter { $0.deadline >= now }
        guard !timely.isEmpty else { return }
        let outputs = Result { try PostgresPool.repeating({ try execute(timely.map(\.input), $0) }, connection) }
        for (index, job) in timely.enumerated() { job.finish(outputs.map { $0[index] }) }
    }
}
#endif
