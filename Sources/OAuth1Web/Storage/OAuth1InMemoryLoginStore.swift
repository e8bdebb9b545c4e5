//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A store of logins in the memory of one process.
///
/// When it is full, logins don't begin; none that can still end is forgotten.
///
/// - Important: Behind a balancer, each process knows its own logins only. Use a shared store there. As anybody can begin
///   logins, limit the rate of that route, or keep logins in sealed cookies, which need no room.
public final class OAuth1InMemoryLoginStore: OAuth1LoginStore {
    private struct Entry {
        var login: [UInt8]
        var expiresAt: Int64
    }

    private struct State {
        var logins: [String: Entry] = [:]
        var used: [String: Int64] = [:]
        var sweptAt = Int64.min

        /// Forgets what has expired, once a second at most: looking through all of it takes its time.
        mutating func sweep(at now: Int64) {
            guard now > sweptAt else { return }
            sweptAt = now
            logins = logins.filter { $0.value.expiresAt >= now }
            used = used.filter { $0.value >= now }
        }
    }

    private let maximumCount: Int
    private let state = Mutex(State())

    /// Creates a store.
    ///
    /// - Parameter maximumCount: The most logins that are kept at once.
    public init(maximumCount: Int = 100_000) {
        self.maximumCount = maximumCount
    }

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
            if state.logins.count >= maximumCount { state.sweep(at: now) }
            if state.logins[key] == nil { try check(state.logins.count) }
            state.logins[key] = Entry(login: login, expiresAt: expiresAt)
        }
    }

    /// Finds a login.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - now: The time, in seconds since 1970.
    /// - Returns: The login, or `nil` if there is none any more.
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
            if state.used.count >= maximumCount { state.sweep(at: now) }
            try check(state.used.count)
            state.used[id] = expiresAt
            return true
        }
    }

    private func check(_ count: Int) throws(OAuth1WebError) {
        guard count < maximumCount else {
            throw OAuth1WebError(.storeFull, "there are too many logins under way")
        }
    }
}
