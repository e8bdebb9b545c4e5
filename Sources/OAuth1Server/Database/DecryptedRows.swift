//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// What rows contained when they were decrypted, for rows that are read again.
///
/// Each request still reads the row. The decrypted content is reused only if the database has just returned the same
/// encrypted bytes, so a change by another process, or a restore, takes effect with the next request. Each encryption uses a
/// random nonce, so equal bytes have equal contents.
///
/// Entries and bytes are limited. What was not read for a while makes room.
package final class DecryptedRows<Content: Sendable>: Sendable {
    private struct Entry {
        let key: Int64
        let encrypted: [UInt8]
        let content: Content
    }

    private struct State {
        /// What was read lately, up to half of the limits.
        var recent: [Name: Entry] = [:]
        /// What was recent before, which goes next.
        var older: [Name: Entry] = [:]
        /// The bytes of the recent entries, estimated.
        var byteCount = 0
    }

    /// The identifier of a row, which is a keyed hash.
    private struct Name: Hashable {
        let high: UInt64
        let low: UInt64

        init?(_ identifier: [UInt8]) {
            guard identifier.count == 16 else { return nil }
            var words = (high: UInt64(0), low: UInt64(0))
            for index in 0..<8 {
                words.high = words.high << 8 | UInt64(identifier[index])
                words.low = words.low << 8 | UInt64(identifier[index + 8])
            }
            (high, low) = words
        }
    }

    /// A longer row is decrypted each time.
    private static var maximumRowSize: Int { 4_096 }

    private let maximumCount: Int
    private let maximumByteCount: Int
    private let state = Mutex(State())

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - maximumCount: The most rows.
    ///   - maximumByteCount: The most bytes, estimated.
    package init(maximumCount: Int = 16_384, maximumByteCount: Int = 32_000_000) {
        self.maximumCount = maximumCount
        self.maximumByteCount = maximumByteCount
    }

    /// How many rows are kept, for tests.
    package var count: Int {
        state.withLock { state in state.recent.count + state.older.keys.count { state.recent[$0] == nil } }
    }

    /// The content of a row that was just read.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - decrypt: Decrypts it, if it is not the one that was decrypted before.
    /// - Returns: The content, or `nil` if `decrypt` returns that.
    package func content(of row: SealedRow, _ decrypt: (SealedRow) throws -> Content?) rethrows -> Content? {
        guard row.encrypted.count <= Self.maximumRowSize, let name = Name(row.id) else { return try decrypt(row) }
        if let content = known(row, name) { return content }
        guard let content = try decrypt(row) else { return nil }
        keep(Entry(key: row.key, encrypted: row.encrypted, content: content), name)
        return content
    }

    /// Forgets rows that are gone.
    package func forget(_ identifiers: [[UInt8]]) {
        state.withLock { state in
            for name in identifiers.compactMap({ Name($0) }) {
                if let entry = state.recent.removeValue(forKey: name) { state.byteCount -= Self.size(of: entry) }
                state.older[name] = nil
            }
        }
    }

    private func known(_ row: SealedRow, _ name: Name) -> Content? {
        state.withLock { state in
            if let entry = state.recent[name], entry.key == row.key, entry.encrypted == row.encrypted {
                return entry.content
            }
            guard let entry = state.older[name], entry.key == row.key, entry.encrypted == row.encrypted else {
                return nil
            }
            add(entry, name, &state)
            return entry.content
        }
    }

    private func keep(_ entry: Entry, _ name: Name) {
        state.withLock { state in add(entry, name, &state) }
    }

    private func add(_ entry: Entry, _ name: Name, _ state: inout State) {
        if let before = state.recent.updateValue(entry, forKey: name) { state.byteCount -= Self.size(of: before) }
        // Not one that is no longer true.
        state.older[name] = nil
        state.byteCount += Self.size(of: entry)
        guard state.recent.count > maximumCount / 2 || state.byteCount > maximumByteCount / 2 else { return }
        (state.older, state.recent, state.byteCount) = (state.recent, [:], 0)
    }

    /// An estimate: a content has its texts, an array for each name and value, and the dictionary's place.
    private static func size(of entry: Entry) -> Int { 512 + 8 * entry.encrypted.count }
}
