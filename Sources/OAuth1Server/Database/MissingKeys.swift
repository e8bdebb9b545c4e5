//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Finds rows that were encrypted with a key that is not in the list, when a database is opened, and removes them if it is lost.
///
/// Such rows would look as if they were not there: a client could be registered twice, and valid tokens would be rejected.
package struct MissingKeys: Sendable {
    /// For each column with keys: selects a key that is not in the list, or null.
    ///
    /// The keys of the list leave gaps. For access tokens each is one look-up in an index, however many there are. Clients and request
    /// tokens have no such index, as they are few.
    package let queries: [String]

    /// Creates queries for a list of keys.
    package init(_ keys: OAuth1DatabaseKeys) {
        let list = Set(keys.keys.map(\.identifier)).sorted()
        var gaps = zip(list, list.dropFirst()).map { "key > \($0) AND key < \($1)" }
        if let first = list.first, let last = list.last { gaps += ["key < \(first)", "key > \(last)"] }
        queries = OAuth1DatabaseStatus.keyColumns.map { column in
            let found = gaps.map { "(SELECT min(key) FROM (SELECT \(column)) AS uses WHERE \($0))" }
            return "SELECT coalesce(\(found.joined(separator: ", ")))"
        }
    }

    /// The error for a key that was found.
    ///
    /// It is thrown by the caller, whose closures have untyped errors.
    package static func error(_ identifier: Int64) -> OAuth1DatabaseError {
        OAuth1DatabaseError(
            .invalidKeys,
            "rows of the database were written with a key that is missing, with the identifier "
                + "\(OAuth1DatabaseStatus.text(ofKey: identifier)): add it to the list of keys, after the newest one, until "
                + "oauth1 provider keys rotate has encrypted all rows with the newest key; if that key is lost, nobody can read "
                + "these rows: remove them with oauth1 provider keys forget-lost"
        )
    }

    /// For each table: deletes a few rows that were encrypted with a key, or whose decision was.
    ///
    /// - Throws: ``OAuth1DatabaseError`` if no key has the identifier, or one of the list, whose rows can be read.
    package static func removals(
        ofKey identifier: String,
        atMost limit: Int,
        _ keys: OAuth1DatabaseKeys
    ) throws -> [String] {
        guard let key = OAuth1DatabaseStatus.key(ofText: identifier),
            !keys.keys.contains(where: { $0.identifier == key })
        else {
            throw OAuth1DatabaseError(
                .invalidKeys,
                "expected the identifier of a key that is not in the list of keys, as oauth1 provider status shows it"
            )
        }
        let uses = [
            ("oauth1_client", "key = \(key)"), ("oauth1_access_token", "key = \(key)"),
            ("oauth1_request_token", "key = \(key) OR decision_key = \(key)"),
        ]
        return uses.map { table, use in
            "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) WHERE \(use) LIMIT \(limit))"
        }
    }
}
