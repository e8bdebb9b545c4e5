//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Finds rows that were encrypted with a key that is not in the list.
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
            let found = gaps.map { "(SELECT min(key) FROM (\(column.selection)) AS uses WHERE \($0))" }
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
}
