//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool

/// What a migration did so far, and what the user has to look at.
struct MigrationTally: Sendable {
    /// A token that needs the user.
    struct Issue: Encodable, Sendable {
        let line: Int
        var account: String?
        /// The hash of the token, as in the audit file.
        var token: String?
        let reason: String

        init(line: Int, reason: String) {
            (self.line, self.reason) = (line, reason)
        }

        init(_ row: TokenRow, _ reason: String) {
            (line, account, token, self.reason) = (row.line, row.account, row.hash, reason)
        }
    }

    /// Issues of one kind: how many, and the first of them.
    struct Issues: Encodable, Sendable {
        private static let maximumCount = 1_000

        private(set) var count = 0
        private(set) var first: [Issue] = []

        mutating func add(_ issue: Issue) {
            count += 1
            if first.count < Issues.maximumCount { first.append(issue) }
        }
    }

    /// Rows of the input.
    var rows = 0
    /// Tokens that this run exchanged.
    var exchanged = 0
    /// Tokens that were in the output before.
    var exchangedEarlier = 0
    /// Tokens that were sent again, because the outcome of an earlier exchange is not known.
    var repeated = 0
    /// Tokens that are left.
    var pending = 0
    var rejected = Issues()
    var uncertain = Issues()
    var malformed = Issues()
    var duplicates = Issues()
}
#endif
