//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Dispatch
import OAuth1Server
import Testing

@testable import OAuth1Postgres

@Suite("Calls that share statements in PostgreSQL", .enabled(if: PostgresServer.isExpected, PostgresServer.isMissing))
struct PostgresBatchesTests {
    /// Keeps the only connection of a pool from others until the semaphore is signaled.
    private func hold(_ pool: PostgresPool) async -> DispatchSemaphore {
        let (isHeld, release) = (Flag(), DispatchSemaphore(value: 0))
        pool.add { _ in
            isHeld.set()
            release.wait()
        }
        await isHeld.wait()
        return release
    }

    /// Waits until a state is reached, or for two minutes.
    private func wait(until isReached: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while !isReached(), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        let isOver = isReached()
        #expect(isOver)
    }

    private func batches(_ pool: PostgresPool) -> PostgresBatches<Int, Int> {
        PostgresBatches(pool) { inputs, _ in inputs.map { $0 * 10 } }
    }

    /// The reason for a rejection with status 503.
    private func reason(_ task: Task<Int, any Error>) async -> String {
        let error = await #expect(throws: OAuth1ServerError.self) { try await task.value }
        #expect(error?.code == .storeUnavailable)
        return error?.reason ?? ""
    }

    @Test("A call that waited too long for a connection is rejected, and those that came later are executed")
    func ownLimits() async throws {
        let pool = try await PostgresFixture().pool(size: 1, waitingTime: .zero)
        let batches = batches(pool)
        let release = await hold(pool)
        let late = Task { try await batches.submit(1) }
        let timely = Task { try await batches.submit(2, waitingTime: .seconds(3_600)) }
        let other = Task { try await batches.submit(3, waitingTime: .seconds(3_600)) }
        try await wait { batches.waitingCount == 3 }
        release.signal()
        #expect(try await timely.value == 20)
        #expect(try await other.value == 30)
        #expect(await reason(late).contains("maximumConnections"))
    }

    @Test("A pool for which too many wait rejects the next job, and no call that waits for a statement")
    func fullPool() async throws {
        let pool = try await PostgresFixture().pool(size: 1, maximumWaiting: 1)
        let batches = batches(pool)
        let release = await hold(pool)
        pool.add { _ in }
        let rejected = Task { try await pool.run { _ in 0 } }
        #expect(await reason(rejected).contains("too many requests wait"))
        // The second of them starts the second runner.
        let calls = (1...3).map { input in Task { try await batches.submit(input) } }
        try await wait { batches.waitingCount == 3 }
        release.signal()
        for (index, call) in calls.enumerated() { #expect(try await call.value == (index + 1) * 10) }
    }
}
#endif
