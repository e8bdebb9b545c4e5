//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A store of logins in the memory of one process.
///
/// When it is full, logins don't start; none that can still end is forgotten.
///
/// - Important: Behind a load balancer, each process knows only its own logins. Use a shared store there. As anybody can start
///   logins, limit the rate of that route, or keep logins in encrypted cookies, which need no room.
public final class OAuth1InMemoryLoginStore: OAuth1LoginStore {
    private struct Entry {
        var login: [UInt8]
        var expiresAt: Int64
    }

    private struct State {
        var logins: ExpiringTable<Entry>
        var used: ExpiringTable<Void>
    }

    private let state: Mutex<State>

    /// Creates a store.
    ///
    /// - Parameter maximumCount: The most logins that are kept at once.
    public init(maximumCount: Int = 100_000) {
        state = Mutex(
            State(logins: ExpiringTable(maximumCount: maximumCount), used: ExpiringTable(maximumCount: maximumCount))
        )
    }

    /// How many entries were looked at to make room, for tests.
    package var steps: Int { state.withLock { $0.logins.steps + $0.used.steps } }

    /// Keeps a login; expired ones make room for it.
    ///
    /// - Parameters:
    ///   - login: The login.
    ///   - key: Under which key.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it must still be known.
    /// - Throws: ``OAuth1WebError`` with code ``OAuth1WebError/Code/storeFull``.
    public func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async throws {
        try state.withLock { state in
            let entry = Entry(login: login, expiresAt: expiresAt)
            try check(state.logins.insert(entry, for: key, at: now, expiresAt: expiresAt))
        }
    }

    /// Finds a login.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - now: The time, in seconds since 1970.
    /// - Returns: The login, or `nil` if there is none anymore.
    public func login(for key: String, at now: Int64) async -> [UInt8]? {
        state.withLock { state in
            guard let entry = state.logins[key], entry.expiresAt >= now else { return nil }
            return entry.login
        }
    }

    /// Notes that a login came to its end; expired notes make room for it.
    ///
    /// - Parameters:
    ///   - id: The identifier of the login.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it must still be known.
    /// - Returns: Whether this is the first time.
    /// - Throws: ``OAuth1WebError`` with code ``OAuth1WebError/Code/storeFull``.
    public func use(_ id: String, at now: Int64, expiresAt: Int64) async throws -> Bool {
        try state.withLock { state in
            guard state.used[id] == nil else { return false }
            try check(state.used.insert((), for: id, at: now, expiresAt: expiresAt))
            return true
        }
    }

    private func check(_ hasRoom: Bool) throws(OAuth1WebError) {
        guard hasRoom else {
            throw OAuth1WebError(.storeFull, "too many logins are pending")
        }
    }
}
