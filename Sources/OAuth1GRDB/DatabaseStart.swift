//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

/// What happens when a database is opened: its keys are checked, and whether its memory of nonces is whole.
struct DatabaseStart {
    let guardian: CopyGuard
    /// The keys that all rows must have; `nil` for a purpose that decrypts none.
    let keys: OAuth1DatabaseKeys?

    /// Starts to use a database, and returns whether it is an older copy.
    func start(_ db: Database, history: OAuth1NonceHistory, now: Int64) throws -> Bool {
        var isCopy = false
        try db.inTransaction(.immediate) {
            if let keys { try Self.check(keys, db) }
            let run = CopyGuard.Mark.randomRun()
            let commits: Int64
            if let row = try Row.fetchOne(db, sql: "SELECT run, commits FROM oauth1_state") {
                commits = row[1]
                isCopy = !guardian.isGenuine(CopyGuard.Mark(run: Array(row[0] as Data), commits: commits))
                try db.execute(sql: "UPDATE oauth1_state SET run = ?", arguments: [Data(run)])
                if isCopy { try Self.raiseFloor(to: now, db) }
            } else {
                commits = 0
                try db.execute(
                    sql: "INSERT INTO oauth1_state (id, floor, memory_start, run, commits) VALUES (1, 0, ?, ?, 0)",
                    arguments: [history == .empty && !guardian.hasMark ? nil : now, Data(run)]
                )
            }
            // In the transaction, so that two processes that start at once see each other.
            try guardian.write(CopyGuard.Mark(run: run, commits: commits))
            return .commit
        }
        return isCopy
    }

    /// Lets the memory start at a time, unless it started later.
    static func raiseFloor(to now: Int64, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE oauth1_state SET memory_start = max(coalesce(memory_start, ?1), ?1)",
            arguments: [now]
        )
    }

    /// Notices a wrong or incomplete list of keys at the start, not with the first request.
    private static func check(_ keys: OAuth1DatabaseKeys, _ db: Database) throws {
        for query in MissingKeys(keys).queries {
            if let key = try Int64.fetchOne(db, sql: query) { throw MissingKeys.error(key) }
        }
    }
}
#endif
