//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Removes the rows of a lost key in steps, as long as nobody writes others with it.
package struct LostKeyRemoval: Sendable {
    /// The most rows that a step removes.
    private static let maximumRows = 500

    /// How many rows were removed.
    package private(set) var count = 0
    /// Whether no row of the key is left.
    package private(set) var isDone = false
    private let identifier: String
    private let uses: [(table: String, condition: String)]
    /// How many rows each table may have at most, as soon as they were counted.
    private var left: [Int]?

    /// Removes nothing yet.
    ///
    /// - Parameters:
    ///   - identifier: Names the key.
    ///   - keys: The list of keys, whose rows can be read.
    ///   - purpose: What the database was opened for.
    /// - Throws: ``OAuth1DatabaseError`` if no key has the identifier, or one of the list, or if the purpose is not maintenance.
    package init(
        ofKey identifier: String,
        _ keys: OAuth1DatabaseKeys,
        _ purpose: OAuth1DatabasePurpose
    ) throws(OAuth1DatabaseError) {
        guard purpose == .maintenance else {
            throw OAuth1DatabaseError(
                .unavailable,
                "rows of a lost key can't be removed: open the database with the purpose .maintenance"
            )
        }
        guard let key = OAuth1DatabaseStatus.key(ofText: identifier) else {
            throw OAuth1DatabaseError(
                .invalidKeys,
                "expected the identifier of a key, as oauth1 provider status shows it"
            )
        }
        guard !keys.keys.contains(where: { $0.identifier == key }) else {
            throw OAuth1DatabaseError(.invalidKeys, "the key \(identifier) is in the list of keys, so it is not lost")
        }
        var uses: [(table: String, condition: String)] = []
        for column in OAuth1DatabaseStatus.keyColumns {
            let condition = "\(column.name) = \(key)"
            if let index = uses.firstIndex(where: { $0.table == column.table }) {
                uses[index].condition += " OR \(condition)"
            } else {
                uses.append((column.table, condition))
            }
        }
        self.identifier = identifier
        self.uses = uses
    }

    /// Counts the rows, and from the second step on removes a few.
    ///
    /// Each step counts all of them, so that a server that writes with the key loses few rows.
    ///
    /// - Parameters:
    ///   - number: Executes a query, and returns the number that it selects.
    ///   - change: Executes a statement, and returns how many rows it changed.
    /// - Throws: ``OAuth1DatabaseError`` if there are more rows than before, or the error of a statement.
    package mutating func step(number: (String) throws -> Int, change: (String) throws -> Int) throws {
        var found = try uses.map { try number("SELECT count(*) FROM \($0.table) WHERE \($0.condition)") }
        if let left {
            guard !zip(found, left).contains(where: { $0 > $1 }) else {
                throw OAuth1DatabaseError(
                    .invalidKeys,
                    "a server still writes with the key \(identifier), so it is not lost: add it to the list of keys"
                )
            }
            if let index = found.firstIndex(where: { $0 > 0 }) {
                let (table, condition) = uses[index]
                let limit = min(Self.maximumRows, found[index])
                let removed = try change(
                    "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) WHERE \(condition) LIMIT \(limit))"
                )
                count += removed
                found[index] -= removed
            }
        }
        left = found
        isDone = found.allSatisfy { $0 == 0 }
    }
}
