//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import OAuth1Server
import Synchronization

/// How far ahead timestamps may be, in the longest window of all processes that use a database.
///
/// The database has a list of growing numbers. Entries are only added, each by one process, so that of two processes that
/// add at the same time neither hides the longer window. This process keeps what it has read: if the database is emptied, it
/// adds the number again.
final class LongestFutureWindow: Sendable {
    /// The most entries: windows are settings, of which a service has a few.
    private static let maximumEntries = 64
    /// How often another process may be the first: a database that does not show its entries has no end of them.
    private static let maximumAttempts = 100

    private struct State {
        /// When the memory of the database started that has the entries.
        var start: Int64?
        /// How many entries were read.
        var count = 0
        /// The last one that was read.
        var last: Int64 = 0
        /// The longest window that was ever read or used.
        var longest: Int64 = 0
    }

    private let state = Mutex(State())

    /// Notes when the memory of the database started.
    ///
    /// - Returns: Whether that changed since the entries were read, so that they must be read again.
    func restart(since start: Int64) -> Bool {
        state.withLock { state in
            guard state.start != start else { return false }
            (state.start, state.count, state.last) = (start, 0, 0)
            return true
        }
    }

    /// Reads the entries that were added since, and adds one if the longest window is not there.
    ///
    /// - Parameters:
    ///   - future: How far ahead timestamps may be in this process, in seconds.
    ///   - read: Reads an entry, or returns `nil` if it is not there.
    ///   - add: Adds an entry, unless it is there; returns whether it was added.
    /// - Returns: The longest window, in seconds.
    /// - Throws: The errors of `read` and `add`, or `OAuth1ServerError` with code `storeUnavailable`.
    func longest(
        _ future: Int64,
        read: (Int) async throws -> Int64?,
        add: (Int, Int64) async throws -> Bool
    ) async throws -> Int64 {
        var known = state.withLock { $0 }
        known.longest = max(known.longest, future)
        var attempts = 0
        while known.count < Self.maximumEntries {
            if let entry = try await read(known.count) {
                known.last = entry
            } else if known.last >= known.longest {
                break
            } else if try await add(known.count, known.longest) {
                known.last = known.longest
            } else {
                // Another process added one at the same time.
                attempts += 1
                guard attempts < Self.maximumAttempts else {
                    throw OAuth1ServerError(
                        .storeUnavailable,
                        "the nonce database does not return an entry that it says it has: is it a replica?"
                    )
                }
                continue
            }
            known.longest = max(known.longest, known.last)
            known.count += 1
        }
        return state.withLock { [known] state in
            state.longest = max(state.longest, known.longest)
            // The memory may have been lost meanwhile.
            if state.start == known.start, state.count < known.count {
                (state.count, state.last) = (known.count, known.last)
            }
            return state.longest
        }
    }
}
#endif
