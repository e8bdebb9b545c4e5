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
        var exchanges: [String: Exchange] = [:]
    }

    /// The exchanges of one access token for OAuth 2.0 tokens.
    private struct Exchange {
        var count = 0
        /// The OAuth 2.0 token that was issued last.
        var last: OAuth1Secret
    }

    /// The most access tokens whose exchanges are counted.
    private static let maximumExchanges = 200_000

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

    /// How often each access token was exchanged.
    var exchangeCounts: [String: Int] { state.withLock { $0.exchanges.mapValues(\.count) } }

    /// Counts an exchange, and remembers the OAuth 2.0 token that it gave.
    ///
    /// - Parameters:
    ///   - token: The access token, or `nil` if consumer key and secret were exchanged.
    ///   - issued: The OAuth 2.0 token.
    ///   - replaces: Whether the OAuth 2.0 token of an earlier exchange is cancelled.
    func exchange(_ token: String?, for issued: OAuth1Secret, replaces: Bool) {
        remember(issued)
        guard let token else { return }
        state.withLock { state in
            if let old = state.exchanges[token], replaces { state.keys.removeAll { $0 == old.last } }
            if state.exchanges.count >= ReplicaState.maximumExchanges { state.exchanges.removeAll() }
            var exchange = state.exchanges[token] ?? Exchange(last: issued)
            exchange.count += 1
            exchange.last = issued
            state.exchanges[token] = exchange
        }
    }
}
