//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Dispatch
import Foundation
import OAuth1Server
import Synchronization

/// A few connections, each on a thread that nothing else uses: no call blocks a thread of Swift's concurrency.
final class PostgresPool: Sendable {
    typealias Job = @Sendable (Result<PostgresConnection, any Error>) -> Void

    private struct WaitingJob: Sendable {
        let call: Job
        /// After this it is rejected instead of executed: nobody waits that long for a response.
        ///
        /// A runner has none: each call that it executes has its own.
        let deadline: ContinuousClock.Instant?
    }

    /// What the threads share.
    ///
    /// It does not hold the pool, whose end ends them.
    private final class Shared: Sendable {
        /// How long other connections are not attempted after one failed, so that requests are rejected at once.
        static let pause = Duration.milliseconds(250)

        let options: PostgresOptions
        let jobs: GatheredJobs<WaitingJob>
        let isClosed = Mutex(false)
        let wake = DispatchSemaphore(value: 0)
        let start: Mutex<(@Sendable (PostgresConnection) throws -> Void)?> = Mutex(nil)
        private let outage = Mutex<(end: ContinuousClock.Instant, error: any Error)?>(nil)

        init(_ options: PostgresOptions, _ size: Int, maximumWaiting: Int) {
            self.options = options
            jobs = GatheredJobs(maximumBatch: 1, maximumWaiting: maximumWaiting, maximumRunners: size)
        }

        /// Opens a connection, unless that failed a moment ago.
        func connect() throws -> PostgresConnection {
            if let outage = outage.withLock({ $0 }), ContinuousClock.now < outage.end { throw outage.error }
            do {
                let connection = try PostgresConnection(options)
                try PostgresSession.start(connection, options)
                if let start = start.withLock({ $0 }) { try start(connection) }
                return connection
            } catch {
                outage.withLock { $0 = (ContinuousClock.now + Self.pause, error) }
                throw error
            }
        }

        /// Executes jobs until the pool is closed.
        func work() {
            var connection: PostgresConnection?
            while true {
                wake.wait()
                while let batch = jobs.next() {
                    for job in batch {
                        if let deadline = job.deadline, ContinuousClock.now > deadline {
                            job.call(.failure(PostgresError.waitedTooLong))
                            continue
                        }
                        if connection?.isAlive != true { connection = nil }
                        job.call(
                            Result {
                                if let connection { return connection }
                                let opened = try connect()
                                connection = opened
                                return opened
                            }
                        )
                    }
                }
                if isClosed.withLock({ $0 }) { return }
            }
        }
    }

    /// How many jobs wait for a connection.
    var waitingCount: Int { shared.jobs.waitingCount }

    /// How often a transaction is repeated that was undone because of another one.
    private static let maximumAttempts = 5

    /// The database in error texts.
    let place: String
    private let shared: Shared
    private let size: Int
    /// How long a job may wait for a connection.
    let waitingTime: Duration

    /// Creates a pool, which opens connections when it needs them.
    ///
    /// - Parameters:
    ///   - options: How connections are opened.
    ///   - size: The most connections.
    ///   - waitingTime: How long a job may wait for a connection. By default at least ten seconds, so that a single slow
    ///     statement rejects no others.
    ///   - maximumWaiting: The most jobs that wait for a connection, runners not counted.
    init(_ options: PostgresOptions, size: Int, waitingTime: Duration? = nil, maximumWaiting: Int = 20_000) {
        place = options.place
        self.waitingTime = waitingTime ?? max(.seconds(10), options.connectTimeout + options.statementTimeout)
        self.size = max(1, min(1_000, size))
        shared = Shared(options, self.size, maximumWaiting: maximumWaiting)
        for _ in 0..<self.size {
            let shared = shared
            Thread.detachNewThread { shared.work() }
        }
    }

    deinit { close() }

    /// Closes the connections when their statements have finished; calls after it throw.
    func close() {
        let wasClosed = shared.isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        for _ in 0..<size { shared.wake.signal() }
    }

    /// Has a closure called with each connection that is opened from now on.
    func onConnect(_ start: @escaping @Sendable (PostgresConnection) throws -> Void) {
        shared.start.withLock { $0 = start }
    }

    /// Executes a job on one of the threads, or calls it with an error at once.
    func add(_ job: @escaping Job) { add(WaitingJob(call: job, deadline: ContinuousClock.now + waitingTime)) }

    /// Executes a job that serves a queue with separate limits.
    ///
    /// It gets its turn however long it waits and however many other jobs do. It gets an error only if no connection can be opened
    /// or the pool is closed: a call that has just come is not rejected because of earlier ones.
    func addRunner(_ job: @escaping Job) { add(WaitingJob(call: job, deadline: nil)) }

    private func add(_ waiting: WaitingJob) {
        // In one step, so that each job comes before the threads end.
        let (step, isClosed) = shared.isClosed.withLock { isClosed -> (GatheredJobs<WaitingJob>.Step, Bool) in
            isClosed ? (.reject, true) : (shared.jobs.add(waiting, evenIfFull: waiting.deadline == nil), false)
        }
        switch step {
        case .wait: break
        case .start: shared.wake.signal()
        case .reject: waiting.call(.failure(isClosed ? PostgresError.closed : PostgresError.tooManyWaiting))
        }
    }

    /// Executes statements on one of the connections.
    ///
    /// - Parameter body: The statements: a single one or a transaction, so that they can be repeated.
    /// - Returns: The result of the closure.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`, or errors of the closure.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        do { return try await attempt(body) } catch {
            throw PostgresFailure.rejection(error, place: place)
        }
    }

    /// The same, with the errors as they are: to open a database.
    func attempt<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            add { connection in
                continuation.resume(with: Result { try Self.repeating(body, try connection.get()) })
            }
        }
    }

    /// Executes statements, once more if the server undid them because of another transaction.
    static func repeating<Value>(
        _ body: (PostgresConnection) throws -> Value,
        _ connection: PostgresConnection
    ) throws -> Value {
        var attempt = 1
        while true {
            do { return try body(connection) } catch let error as PostgresError
                where error.mayBeRepeated && attempt < maximumAttempts && !connection.isBroken
            {
                attempt += 1
            }
        }
    }
}
#endif
