//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Gathers the jobs of many requests for a few runners, each of which executes many jobs together.
///
/// While a runner waits for the database, the next jobs gather. So one flush to the disk serves all of them.
package final class GatheredJobs<Job: Sendable>: Sendable {
    /// What the caller has to do with a job.
    package enum Step: Sendable {
        /// Nothing: a runner takes it.
        case wait
        /// Start a runner, which calls ``next()`` until there is nothing left.
        case start
        /// Reject it: too many wait.
        case reject
    }

    private struct State {
        var jobs: [Job] = []
        var runners = 0
    }

    private let maximumBatch: Int
    private let maximumWaiting: Int
    private let maximumRunners: Int
    private let state = Mutex(State())

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - maximumBatch: The most jobs that a runner takes at once, so that none waits long.
    ///   - maximumWaiting: The most jobs that wait.
    ///   - maximumRunners: The most runners at once.
    package init(maximumBatch: Int = .max, maximumWaiting: Int = 100_000, maximumRunners: Int = 1) {
        self.maximumBatch = maximumBatch
        self.maximumWaiting = maximumWaiting
        self.maximumRunners = maximumRunners
    }

    /// How many jobs wait.
    package var waitingCount: Int { state.withLock { $0.jobs.count } }

    /// Adds a job, unless too many wait.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - evenIfFull: Whether it is added however many wait: for jobs of which there are only a few.
    /// - Returns: What the caller has to do.
    package func add(_ job: Job, evenIfFull: Bool = false) -> Step {
        state.withLock { state in
            guard evenIfFull || state.jobs.count < maximumWaiting else { return .reject }
            state.jobs.append(job)
            guard state.runners < maximumRunners else { return .wait }
            state.runners += 1
            return .start
        }
    }

    /// The next jobs for a runner, or `nil` if nothing waits, which ends the runner.
    package func next() -> [Job]? {
        state.withLock { state in
            guard !state.jobs.isEmpty else {
                state.runners -= 1
                return nil
            }
            guard state.jobs.count > maximumBatch else {
                defer { state.jobs = [] }
                return state.jobs
            }
            let jobs = Array(state.jobs.prefix(maximumBatch))
            state.jobs.removeFirst(jobs.count)
            return jobs
        }
    }
}
