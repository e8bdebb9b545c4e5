//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
package import OAuth1Server

/// Copies of a database, for `oauth1 provider`: no key is needed, as nothing is decrypted.
package enum DatabaseBackup {
    /// How many seconds a copy waits for other processes.
    private static let lockTimeout = 5.0

    /// Writes a copy of a database to a new file that only its owner can read, while servers may use the database.
    ///
    /// - Parameters:
    ///   - path: The path of the database.
    ///   - copy: The path of the copy.
    /// - Throws: `OAuth1DatabaseError`, and leaves no copy.
    package static func write(_ path: String, to copy: String) throws(OAuth1DatabaseError) {
        guard FileState(path: path) != nil else {
            throw OAuth1DatabaseError(.unavailable, "no database exists at \(path): check the path")
        }
        try ForeignLog.check(path)
        let database: DatabaseQueue
        do { database = try openFile(path) } catch { throw DatabaseFailure.opening(error, path: path) }
        defer { try? database.close() }
        _ = try version(database, path: path)
        // Absolute, as SQLite would take other texts for URLs.
        let copy = URL(fileURLWithPath: copy).path
        let descriptor = try create(copy)
        defer { _ = close(descriptor) }
        do {
            // Into an empty file, which keeps its permissions.
            try database.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
            }
        } catch {
            unlink(copy)
            throw OAuth1DatabaseError(
                .unavailable,
                "the copy \(copy) can't be written. \(DatabaseFailure.reason(error, path: path))"
            )
        }
        guard fsync(descriptor) == 0, DatabaseRestore.synchronizeFolder(of: copy) else {
            unlink(copy)
            throw OAuth1DatabaseError(.unavailable, "the copy \(copy) can't be written: check its volume")
        }
    }

    /// Opens a file without changing its tables or its journal.
    static func openFile(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "oauth1"
        configuration.busyMode = .timeout(lockTimeout)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The version of the tables.
    ///
    /// - Throws: `OAuth1DatabaseError` if the file has no tables of this package, or those of a newer version.
    static func version(_ database: DatabaseQueue, path: String) throws(OAuth1DatabaseError) -> Int {
        let version: Int
        do {
            version = try database.read { db in
                // A database of another program may have a table of migrations, too.
                try db.tableExists("oauth1_state") ? DatabaseSchema.version(db) : 0
            }
        } catch {
            throw DatabaseFailure.opening(error, path: path)
        }
        guard version > 0 else {
            throw OAuth1DatabaseError(.damaged, "the file \(path) is not a database of a provider")
        }
        guard version <= DatabaseSchema.current else {
            throw OAuth1DatabaseError(
                .otherSchema,
                "the tables of \(path) have version \(version), which a newer version of this package made: use that one"
            )
        }
        return version
    }

    /// Creates an empty file that only its owner can read, and opens it.
    static func create(_ path: String) throws(OAuth1DatabaseError) -> CInt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor < 0 else { return descriptor }
        let reason = errno == EEXIST ? "it exists, and is not overwritten" : "check its folder"
        throw OAuth1DatabaseError(.unavailable, "the file \(path) can't be created: \(reason)")
    }
}
#endif
