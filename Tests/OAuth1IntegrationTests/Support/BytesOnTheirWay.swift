//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Synchronization

/// How many bytes were made and not taken yet: what has to be in memory somewhere between two ends.
final class BytesOnTheirWay: Sendable {
    private let state = Mutex((now: 0, most: 0))

    /// The most that there were.
    var most: Int { state.withLock { $0.most } }

    func make(_ count: Int) {
        state.withLock { state in
            state.now += count
            state.most = max(state.most, state.now)
        }
    }

    func take(_ count: Int) { state.withLock { $0.now -= count } }

    /// Waits until no more than so many are on their way.
    func waitForRoom(_ window: Int) async throws {
        while state.withLock({ $0.now > window }) { try await Task.sleep(for: .milliseconds(1)) }
    }
}
#endif
