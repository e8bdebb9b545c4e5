//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The logins that this process is completing or has completed, so that of several callbacks of one login the first alone
/// asks for the token, and those that come meanwhile learn how it went.
///
/// With an encrypted cookie alone nothing else knows of a callback that comes before the browser has the answer to the
/// first, as after a double click. The number of attempts is limited: with stores, and with services that exchange each
/// request token once, it is a courtesy and not what the login's safety rests on.
final class LoginAttempts: Sendable {
    /// How a login ended: with the code of its failure, if it failed.
    typealias Ending = OAuth1LoginFailure.Code?

    /// The kind of an attempt to complete a login.
    enum Turn: Sendable {
        /// The first, which calls ``end(_:_:isUsed:)`` in any case.
        case first
        /// One that came while the first was in progress, with how that ended.
        case during(Ending)
        /// One that came later, or one of too many at the same time.
        case later
    }

    private typealias Waiting = [Int: CheckedContinuation<Turn, any Error>]

    private struct State {
        var underWay: [String: Waiting] = [:]
        /// The logins that ended, in two generations: when the newer one is full, the older one is forgotten.
        var ended: (newer: Set<String>, older: Set<String>) = ([], [])
        var lastWaiting = 0

        /// Which turn an attempt has, or `nil` if it has to wait.
        mutating func turn(_ id: String, _ mayBeFirst: Bool, wait: (inout Waiting) -> Void) -> Turn? {
            if var waiting = underWay[id] {
                guard waiting.count < maximumWaiting else { return .later }
                wait(&waiting)
                underWay[id] = waiting
                return nil
            }
            guard mayBeFirst, !ended.newer.contains(id), !ended.older.contains(id) else { return .later }
            underWay[id] = [:]
            return .first
        }

        mutating func note(_ id: String) {
            if ended.newer.count >= generationSize { ended = ([], ended.newer) }
            ended.newer.insert(id)
        }
    }

    private static let maximumWaiting = 16
    private static let generationSize = 4_096

    private let state = Mutex(State())

    /// Starts to complete a login, or waits for the attempt that does.
    ///
    /// - Parameters:
    ///   - id: The identifier of the login.
    ///   - mayBeFirst: Whether this can be the first attempt; it is a later one otherwise.
    /// - Returns: Whether this is the first attempt.
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
    func begin(_ id: String, mayBeFirst: Bool = true) async throws -> Turn {
        let number = state.withLock { state in
            state.lastWaiting += 1
            return state.lastWaiting
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let turn = state.withLock { $0.turn(id, mayBeFirst) { $0[number] = continuation } }
                if let turn { return continuation.resume(returning: turn) }
                // A task that was cancelled before had nothing to be found by.
                if Task.isCancelled { stopWaiting(id, number) }
            }
        } onCancel: {
            stopWaiting(id, number)
        }
    }

    /// Reports the result of an attempt to the waiting callers.
    ///
    /// - Parameters:
    ///   - id: The identifier of the login.
    ///   - ending: How it ended.
    ///   - isUsed: Whether the login can't be completed anymore; otherwise the next attempt is a first one again.
    func end(_ id: String, _ ending: Ending, isUsed: Bool) {
        let waiting = state.withLock { state in
            if isUsed { state.note(id) }
            return state.underWay.removeValue(forKey: id) ?? [:]
        }
        for continuation in waiting.values { continuation.resume(returning: .during(ending)) }
    }

    /// How many attempts wait, for whichever login.
    var waitingCount: Int { state.withLock { $0.underWay.values.reduce(0) { $0 + $1.count } } }

    private func stopWaiting(_ id: String, _ number: Int) {
        let continuation = state.withLock { $0.underWay[id]?.removeValue(forKey: number) }
        continuation?.resume(throwing: CancellationError())
    }
}
