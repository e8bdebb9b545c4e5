//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// How many callbacks of a session may wait to be run: with none left, adding another one waits.
///
/// A callback gives its slot back when it was run, unless it is held: then the reader of its chunk gives it back.
final class CallbackSlots: Sendable {
    /// A slot holds a piece of 16 KiB at most, so that a megabyte may wait.
    static let count = 64

    private struct State {
        /// Whether the callback that runs now keeps its slot.
        var isHeld = false
        /// How many slots are held by pieces that nobody has taken yet.
        var held = 0
        var isAbandoned = false
    }

    private let slots = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    init() {
        // Created empty and filled afterwards: a semaphore must not end with less than it started with.
        for _ in 0..<Self.count { slots.signal() }
    }

    /// Takes a slot, and waits until there is one.
    func take() { slots.wait() }

    /// Ends a callback, whose slot is free unless it is held.
    func finishCallback() {
        let isHeld = state.withLock { state in
            defer { state.isHeld = false }
            return state.isHeld
        }
        if !isHeld { slots.signal() }
    }

    /// Keeps the slot of the callback that runs now, until ``giveBack()``.
    ///
    /// - Returns: Whether it is kept; otherwise nobody will take the piece.
    func hold() -> Bool {
        state.withLock { state in
            guard !state.isAbandoned else { return false }
            state.isHeld = true
            state.held += 1
            return true
        }
    }

    /// Gives back a slot that was held.
    func giveBack() {
        let wasHeld = state.withLock { state in
            guard state.held > 0 else { return false }
            state.held -= 1
            return true
        }
        if wasHeld { slots.signal() }
    }

    /// Gives back all slots that are held, and holds none anymore: nobody takes the pieces.
    func abandon() {
        let held = state.withLock { state in
            defer { state.held = 0 }
            state.isAbandoned = true
            return state.held
        }
        for _ in 0..<held { slots.signal() }
    }
}
