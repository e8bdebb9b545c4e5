//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Values under keys, with a limit for all of them, a share for each owner, and an end for each.
///
/// Expired entries make room for new ones. They are found by their second, not by looking through all: however full the
/// table is, a call takes a few steps, and an entry is looked at once more at most when it is gone.
@usableFromInline
package struct ExpiringTable<Value: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline var value: Value
        @usableFromInline let expiresAt: Int64?
        @usableFromInline let owner: StoreShares.Owner?
    }

    @usableFromInline var entries: [String: Entry] = [:]
    /// The keys by the last second of their entries; those of entries that were removed before stay a while.
    private var keys: [Int64: [String]] = [:]
    private var seconds = MinimumHeap()
    private var keyCount = 0
    private var shares: StoreShares
    /// How many entries were looked at to make room, for tests.
    package private(set) var steps = 0

    /// How many expired entries a call removes, if it needs no more room.
    private static var removedAtOnce: Int { 64 }

    /// Creates a table without entries.
    ///
    /// - Parameters:
    ///   - maximumCount: The most entries.
    ///   - maximumPerOwner: The most entries of one owner, or `nil` for as many as there is room left.
    package init(maximumCount: Int, maximumPerOwner: Int? = nil) {
        shares = StoreShares(of: maximumCount, perOwner: maximumPerOwner)
    }

    /// How many entries there are, expired ones included that nobody needed the room of.
    package var count: Int { entries.count }

    /// The value under a key, expired or not, or `nil` if there is none.
    ///
    /// Inlinable, so that other modules get code for their type of value: every request looks up a token.
    @inlinable
    package subscript(_ key: String) -> Value? { index(of: key).map { entries.values[$0].value } }

    /// Keeps a value, in the place of one that has the same key.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - key: The key.
    ///   - owner: Whose share it takes, or `nil` for nobody's.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it is kept, or `nil` for no end.
    /// - Returns: Whether there was room.
    package mutating func insert(
        _ value: Value,
        for key: String,
        of owner: String? = nil,
        at now: Int64,
        expiresAt: Int64?
    ) -> Bool {
        let owner = owner.map { StoreShares.Owner($0) }
        removeExpired(at: now, atMost: Self.removedAtOnce)
        if !hasRoom(for: key, of: owner) {
            removeExpired(at: now, atMost: .max)
            guard hasRoom(for: key, of: owner) else { return false }
        }
        keep(Entry(value: value, expiresAt: expiresAt, owner: owner), for: key)
        return true
    }

    /// Keeps a value whether there is room or not.
    package mutating func insertRegardlessOfRoom(_ value: Value, for key: String, of owner: String, expiresAt: Int64?) {
        keep(Entry(value: value, expiresAt: expiresAt, owner: StoreShares.Owner(owner)), for: key)
    }

    /// Changes the value under a key, or returns `nil` if there is none.
    package mutating func update<Result>(_ key: String, _ change: (inout Value) -> Result) -> Result? {
        guard let index = index(of: key) else { return nil }
        return change(&entries.values[index].value)
    }

    /// Removes the entry under a key, and returns whether there was one.
    @discardableResult
    package mutating func remove(_ key: String) -> Bool {
        index(of: key) != nil && removeEqual(key)
    }

    /// Removes the entry under a key, or under one that the dictionary takes for it.
    @discardableResult
    private mutating func removeEqual(_ key: String) -> Bool {
        guard let entry = entries.removeValue(forKey: key) else { return false }
        shares.add(-1, of: entry.owner)
        // Few keys of entries that are gone, compared with those that are there.
        if keyCount > 2 * entries.count + 1_024 { sortKeysAnew() }
        return true
    }

    /// Where the entry under a key is, compared byte for byte.
    @inlinable
    func index(of key: String) -> Dictionary<String, Entry>.Index? {
        entries.index(forKey: key).flatMap { entries.keys[$0].hasSameBytes(as: key) ? $0 : nil }
    }

    private func hasRoom(for key: String, of owner: StoreShares.Owner?) -> Bool {
        entries[key] != nil || shares.haveRoom(for: owner, count: entries.count)
    }

    private mutating func keep(_ entry: Entry, for key: String) {
        removeEqual(key)
        entries[key] = entry
        shares.add(1, of: entry.owner)
        queue(key, entry.expiresAt)
    }

    private mutating func queue(_ key: String, _ expiresAt: Int64?) {
        guard let expiresAt else { return }
        if keys[expiresAt] == nil { seconds.insert(expiresAt) }
        keys[expiresAt, default: []].append(key)
        keyCount += 1
    }

    private mutating func removeExpired(at now: Int64, atMost limit: Int) {
        var left = limit
        while left > 0, let second = seconds.first, second < now {
            guard let key = keys[second]?.popLast() else {
                keys[second] = nil
                seconds.removeFirst()
                continue
            }
            keyCount -= 1
            steps += 1
            left -= 1
            if let entry = entries[key], entry.expiresAt == second {
                entries[key] = nil
                shares.add(-1, of: entry.owner)
            }
        }
    }

    private mutating func sortKeysAnew() {
        (keys, seconds, keyCount) = ([:], MinimumHeap(), 0)
        for (key, entry) in entries {
            queue(key, entry.expiresAt)
            steps += 1
        }
    }
}
