//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import GRDB

extension OAuth1GRDBDatabase {
    /// How long other processes may keep the log from being emptied, in milliseconds.
    private static let logTimeout = 1_000

    /// Writes what is only in the write-ahead log into the database file, and empties the log.
    ///
    /// SQLite does so when the last connection is closed, if that one may write. The last one of a pool only reads
    /// (https://github.com/groue/GRDB.swift/issues/739). A failure is ignored: another process may be using the log, and the next
    /// process that closes the database tries again.
    func emptyLog() {
        try? pool.writeWithoutTransaction { db in
            // A closed database throws here, where SQLite's function for it would crash.
            try db.execute(sql: "PRAGMA busy_timeout = \(Self.logTimeout); PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }
}
#endif
