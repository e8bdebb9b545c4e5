//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A replica's state of pending logins.
final class ReplicaState: Sendable {
    private struct State {
        var verifiers: [String: String] = [:]
        var keys: [OAuth1Secret] = []
    }

    /// The most entries of each kind; old ones make room, as a replica may run for days.
    private static let maximumCount = 10_000

    private let state = Mutex(State())

    func verifier(of token: String) -> String? {
        state.withLock { $0.verifiers[token] }
    }

    /// Remembers the verifier that the provider has for a request token, and the service does not show.
    func remember(verifier: String, of token: String) {
        state.withLock { state in
            if state.verifiers.count >= ReplicaState.maximumCount { state.verifiers.removeAll(keepingCapacity: true) }
            state.verifiers[token] = verifier
        }
    }

    /// Remembers a token secret that is used as a key.
    func remember(_ key: OAuth1Secret) {
        state.withLock { state in
            if state.keys.count >= ReplicaState.maximumCount { state.keys.removeFirst(ReplicaState.maximumCount / 10) }
            state.keys.append(key)
        }
    }

    func knows(_ key: OAuth1Secret) -> Bool {
        state.withLock { $0.keys.contains(key) }
    }
}
