//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Notices rows whose key is not in the list of this process while it runs, as another process has a newer list.
///
/// Such rows look as if they were not there. Without this, a server that does not have the new key would reject valid clients
/// and tokens as unknown, and clients might throw their tokens away.
package final class MissingKeyWatch: Sendable {
    private struct State: Sendable {
        /// Until when the last answer counts.
        var validUntil: ContinuousClock.Instant?
        /// Whether a request that found no row is asking the database now.
        var isSearching = false
        /// Its last answer: a key that is missing.
        var missing: Int64?
    }

    /// How long an answer counts for rows that are not found, at least.
    private static let interval = Duration.seconds(1)
    /// How many times as long as the search took: on large tables it takes a small part of the time.
    private static let pause = 20

    private let search: @Sendable () async throws -> Int64?
    private let state = Mutex(State())

    /// Creates a watch of a database.
    ///
    /// - Parameter search: Asks the database for a key that a row has and the list does not.
    package init(_ search: @escaping @Sendable () async throws -> Int64?) {
        self.search = search
    }

    /// Asks the database, for a readiness check.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable` if a key is missing, or the error of the search.
    package func check() async throws {
        let start = ContinuousClock.now
        let missing = try await search()
        let end = ContinuousClock.now
        state.withLock { state in
            state.missing = missing
            state.validUntil = end + max(Self.interval, (end - start) * Self.pause)
        }
        try Self.reject(missing)
    }

    /// Checks that a row that was not found is not one whose key is missing.
    ///
    /// One search at a time is made, at most once in a second, as attackers can send any number of unknown tokens. In between, the
    /// last answer counts.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable` if a key is missing, or the error of the search.
    package func checkUnknown() async throws {
        let now = ContinuousClock.now
        let known = state.withLock { state -> State? in
            if state.isSearching || state.validUntil.map({ now < $0 }) == true { return state }
            state.isSearching = true
            return nil
        }
        if let known { return try Self.reject(known.missing) }
        defer { state.withLock { $0.isSearching = false } }
        try await check()
    }

    private static func reject(_ missing: Int64?) throws {
        guard let missing else { return }
        throw OAuth1ServerError(.storeUnavailable, MissingKeys.error(missing).reason)
    }
}
