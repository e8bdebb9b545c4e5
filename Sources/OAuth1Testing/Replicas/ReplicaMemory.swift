//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// What a replica knows of the logins that are under way.
final class ReplicaMemory: Sendable {
    /// A login in OAuth 1.0.
    struct Login: Sendable {
        var callback: String?
        var verifier: String?
    }

    private struct State {
        var logins: [String: Login] = [:]
        var keys: [OAuth1Secret] = []
    }

    private let state = Mutex(State())

    func login(_ token: String) -> Login {
        state.withLock { $0.logins[token] ?? Login() }
    }

    func update(_ token: String, _ change: (inout Login) -> Void) {
        state.withLock { change(&$0.logins[token, default: Login()]) }
    }

    /// Remembers a token secret that is used as a key.
    func remember(_ key: OAuth1Secret) {
        state.withLock { $0.keys.append(key) }
    }

    func knows(_ key: OAuth1Secret) -> Bool {
        state.withLock { $0.keys.contains(key) }
    }
}
