//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Synchronization

/// The memory for bodies that have to be read before they are sent, shared by all requests.
final class BufferBudget: Sendable {
    private let free: Mutex<Int>

    init(bytes: Int) {
        free = Mutex(bytes)
    }

    /// Takes a part of the budget, or returns `false` if less than that is left.
    fileprivate func take(_ count: Int) -> Bool {
        free.withLock { free in
            guard count <= free else { return false }
            free -= count
            return true
        }
    }

    fileprivate func giveBack(_ count: Int) {
        free.withLock { $0 += count }
    }
}

/// What one request has of the budget, given back when the request is over.
final class BufferLease: Sendable {
    private let budget: BufferBudget
    private let bytes = Mutex(0)

    init(_ budget: BufferBudget) {
        self.budget = budget
    }

    /// Takes more, or returns `false` if less than that is left.
    func add(_ count: Int) -> Bool {
        guard budget.take(count) else { return false }
        bytes.withLock { $0 += count }
        return true
    }

    deinit {
        budget.giveBack(bytes.withLock { $0 })
    }
}
#endif
