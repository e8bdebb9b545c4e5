//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1Client
import Synchronization

/// When the next exchange may be sent: a steady rate, and pauses that the service asks for.
final class MigrationPace: Sendable {
    private struct State {
        var next = ContinuousClock.now
        var isStopped = false
    }

    /// How long it takes to notice that the run stopped.
    private static let step: Duration = .milliseconds(50)

    private let interval: Duration
    private let state = Mutex(State())

    /// - Parameter interval: The time between two exchanges.
    init(interval: Duration) {
        self.interval = interval
    }

    /// Waits for the next turn.
    ///
    /// - Returns: Whether there is one, or the run stopped.
    func wait() async -> Bool {
        while true {
            let now = ContinuousClock.now
            let (delay, isStopped) = state.withLock { state -> (Duration, Bool) in
                guard !state.isStopped, state.next <= now else { return (state.next - now, state.isStopped) }
                // Turns that nobody took are not made up for.
                state.next = max(state.next, now - interval) + interval
                return (.zero, false)
            }
            guard !isStopped else { return false }
            guard delay > .zero else { return true }
            try? await Task.sleep(for: min(delay, MigrationPace.step))
        }
    }

    /// Waits before an attempt that only one token needs.
    func wait(for delay: Duration) async {
        let end = ContinuousClock.now + delay
        while ContinuousClock.now < end, !isStopped {
            try? await Task.sleep(for: min(end - ContinuousClock.now, MigrationPace.step))
        }
    }

    /// Sends nothing for a while.
    func pause(for delay: Duration) {
        let end = ContinuousClock.now + delay
        state.withLock { $0.next = max($0.next, end) }
    }

    /// From now on nothing is sent.
    func stop() { state.withLock { $0.isStopped = true } }

    var isStopped: Bool { state.withLock(\.isStopped) }
}
#endif
