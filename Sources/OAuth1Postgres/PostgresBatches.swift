//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// Executes the calls of many requests in one statement.
///
/// While a statement waits for the server, the next calls gather.
final class PostgresBatches<Input: Sendable, Output: Sendable>: Sendable {
    private struct Job: Sendable {
        let input: Input
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
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or errors of the statement.
    func submit(_ input: Input) async throws -> Output {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                let job = Job(input: input) { continuation.resume(with: $0) }
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
        pool.add { connection in
            while let batch = self.jobs.next() {
                let outputs = Result {
                    try PostgresPool.repeating({ try self.execute(batch.map(\.input), $0) }, connection.get())
                }
                for (index, job) in batch.enumerated() { job.finish(outputs.map { $0[index] }) }
                guard case .success(let open) = connection else { continue }
                // The next calls get another connection, or wait for their turn: other batches and statements would wait
                // for as long as calls come.
                if open.isBroken || self.pool.waitingCount > 0 { return self.startRunner() }
            }
        }
    }
}
#endif
