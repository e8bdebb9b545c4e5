//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Finds the tokens of a user in a table by token.
///
/// Tokens that the table dropped because they expired stay a while; the index never has many more than the table.
struct UserTokenIndex<Value: Sendable>: Sendable {
    private var tokens: [String: Set<String>] = [:]
    private var count = 0

    /// Adds a token.
    mutating func insert(_ token: String, of userID: String, in table: ExpiringTable<Value>) {
        if tokens[userID, default: []].insert(token).inserted { count += 1 }
        if count > 2 * table.count + 1_024 { removeMissing(in: table) }
    }

    /// Removes a token.
    mutating func remove(_ token: String, of userID: String) {
        guard tokens[userID]?.remove(token) != nil else { return }
        count -= 1
        if tokens[userID]?.isEmpty == true { tokens[userID] = nil }
    }

    /// The tokens of a user that are in the table.
    func values(of userID: String, in table: ExpiringTable<Value>) -> some Sequence<Value> {
        (tokens[userID] ?? []).lazy.compactMap { table[$0] }
    }

    private mutating func removeMissing(in table: ExpiringTable<Value>) {
        tokens = tokens.compactMapValues { tokens in
            let left = tokens.filter { table[$0] != nil }
            return left.isEmpty ? nil : left
        }
        count = tokens.values.reduce(0) { $0 + $1.count }
    }
}
