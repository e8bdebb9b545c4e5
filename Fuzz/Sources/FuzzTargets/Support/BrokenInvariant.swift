//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The library did what it must never do.
public struct BrokenInvariant: Error, CustomStringConvertible {
    /// Which invariant, and what broke it.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws a ``BrokenInvariant`` unless a condition holds.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    guard condition else { throw BrokenInvariant(what()) }
}
