//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How many entries of a store each owner has, and how many it may have.
///
/// Without a separate limit, owners may have as many entries as there is room left: a single one fills half of a
/// store, and there is always room for another.
@usableFromInline
package struct StoreShares: Sendable {
    /// An owner, as a number that nobody outside of this process can foresee.
    @usableFromInline
    package struct Owner: Sendable, Hashable {
        private let number: Int

        /// Creates an owner from a name, which may be long.
        package init(_ name: String) {
            number = name.hashValue
        }
    }

    private let maximumCount: Int
    private let maximumPerOwner: Int?
    private var counts: [Owner: Int] = [:]

    /// Creates shares.
    package init(of maximumCount: Int, perOwner: Int?) {
        self.maximumCount = maximumCount
        self.maximumPerOwner = perOwner
    }

    /// Whether there is room for one more entry.
    ///
    /// - Parameters:
    ///   - owner: Whose it would be, or `nil` for nobody's.
    ///   - count: How many entries there are.
    /// - Returns: Whether there is.
    package func haveRoom(for owner: Owner?, count: Int) -> Bool {
        guard count < maximumCount else { return false }
        guard let owner else { return true }
        let own = counts[owner] ?? 0
        return maximumPerOwner.map { own < $0 } ?? (own <= maximumCount - count)
    }

    /// Whether an owner has all the entries of a separate limit that is below that of the store.
    ///
    /// Without such a limit, only the store can be full.
    ///
    /// - Parameter owner: The owner of one more entry.
    /// - Returns: Whether it may have no more, whatever room the store has.
    package func areUsedUp(by owner: Owner) -> Bool {
        guard let maximumPerOwner, maximumPerOwner < maximumCount else { return false }
        return (counts[owner] ?? 0) >= maximumPerOwner
    }

    /// Counts entries of an owner, or no longer if the number is negative.
    package mutating func add(_ count: Int, of owner: Owner?) {
        guard let owner else { return }
        counts[owner, default: 0] += count
        if count < 0, let sum = counts[owner], sum <= 0 { counts[owner] = nil }
    }
}
