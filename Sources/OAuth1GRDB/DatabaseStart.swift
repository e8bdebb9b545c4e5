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
    /// Serving or maintenance, which decrypts nothing.
    let purpose: OAuth1DatabasePurpose
    let keys: OAuth1DatabaseKeys

    /// Starts to use a database, and raises the floor of an older copy.
    ///
    /// - Returns: The run of an older copy, or `nil` for the database that was used last.
    func start(_ db: Database, history: OAuth1NonceHistory, now: Int64) throws -> [UInt8]? {
        var copiedRun: [UInt8]?
        try db.inTransaction(.immediate) {
            if purpose == .serving { try Self.check(keys, db) }
            let run = CopyGuard.Mark.randomRun()
            let commits: Int64
            if let row = try Row.fetchOne(db, sql: "SELECT run, commits FROM oauth1_state") {
                let mark = CopyGuard.Mark(run: Array(row[0] as Data), commits: row[1])
                commits = mark.commits
                if !guardian.isGenuine(mark) {
                    copiedRun = mark.run
                    try Self.raiseFloor(to: now, db)
                    // The copy may not be in its place yet: the next start of a server must notice it, too.
                    if purpose == .maintenance { return .commit }
                }
                try db.execute(sql: "UPDATE oauth1_state SET run = ?", arguments: [Data(run)])
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
        return copiedRun
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
        if let key = try MissingKeys(keys).first(db) { throw MissingKeys.error(key) }
    }
}
#endif
