//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import Foundation
import Synchronization

@testable import OAuth1Postgres

/// Something that happens once, and that tests wait for.
final class Flag: Sendable {
    private let state = Mutex<(isSet: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    var isSet: Bool { state.withLock { $0.isSet } }

    func set() {
        let waiters = state.withLock { state in
            defer { state = (true, []) }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isSet = state.withLock { state in
                if !state.isSet { state.waiters.append(continuation) }
                return state.isSet
            }
            if isSet { continuation.resume() }
        }
    }
}

/// Calls in batches, each of which adds the next one before it is answered.
final class Endless: Sendable {
    /// How many are added at most.
    static let limit = 20_000

    let hasStarted = Flag()
    private let isOver = Flag()
    private let state = Mutex<(count: Int, batches: PostgresBatches<Int, Int>?)>((0, nil))

    /// How many were executed.
    var count: Int { state.withLock { $0.count } }

    /// Executes calls until ``end()``.
    func run(_ pool: PostgresPool) async throws {
        let batches = PostgresBatches<Int, Int>(pool) { inputs, _ in
            self.addNext()
            return inputs
        }
        state.withLock { $0.batches = batches }
        _ = try await batches.submit(0)
    }

    func end() {
        isOver.set()
        state.withLock { $0.batches = nil }
    }

    /// On the thread of a connection.
    private func addNext() {
        let (number, batches) = state.withLock { state in
            state.count += 1
            return (state.count, state.batches)
        }
        if number < Self.limit, let batches {
            Task { try await batches.submit(number) }
            while batches.waitingCount == 0, !isOver.isSet { Thread.sleep(forTimeInterval: 0.000_1) }
        }
        hasStarted.set()
    }
}
#endif
