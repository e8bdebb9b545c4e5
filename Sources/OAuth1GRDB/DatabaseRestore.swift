//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
package import OAuth1Server

/// Puts a copy in the place of a database, for `oauth1 provider restore`.
///
/// The guard file stays, so that the next start notices the copy.
package struct DatabaseRestore {
    /// Where the replaced database is now; `nil` if there was none.
    package let replacedPath: String?
    /// The version of the tables.
    package let schemaVersion: Int
    /// Whether the tables are of an older version than this one.
    package var needsMigration: Bool { schemaVersion < DatabaseSchema.current }

    /// The end of the names of replaced files, with a number if such files exist.
    private static let suffix = ".before-restore"
    /// Files of a database that SQLite would apply to another one at the same path.
    private static let logs = ["-wal", "-journal"]

    /// Replaces a database, or creates one where there is none.
    ///
    /// - Parameters:
    ///   - path: The path of the database, which no process may be using.
    ///   - copy: The path of the copy, which stays.
    /// - Throws: `OAuth1DatabaseError`; the database is as it was then.
    package init(_ path: String, from copy: String) throws(OAuth1DatabaseError) {
        // SQLite has the other files beside the target of a link.
        guard let copy = FileState.resolvedPath(copy), let source = FileState(path: copy), source.isRegular else {
            throw OAuth1DatabaseError(.damaged, "the file \(copy) can't be found, or is not a file")
        }
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
        guard !isLink || FileState.resolvedPath(path) != nil else {
            throw OAuth1DatabaseError(
                .damaged,
                "\(path) is a link to a file that can't be found: check that its volume is there"
            )
        }
        let path = FileState.resolvedPath(path) ?? URL(fileURLWithPath: path).path
        let database = FileState(path: path)?.identity
        guard source.identity != database else {
            throw OAuth1DatabaseError(.damaged, "the file \(copy) is the database itself")
        }
        let new = "\(path).restoring-\(UUID().uuidString)"
        defer { for name in [new] + (Self.logs + ["-shm"]).map({ new + $0 }) { unlink(name) } }
        schemaVersion = try Self.copy(copy, to: new)
        let suffix = Self.freeSuffix(path)
        replacedPath = database == nil ? nil : path + suffix
        if database == nil {
            try CopyGuard.invalidate(databasePath: path)
            // Without its database a log has nothing to offer.
            for name in Self.logs + ["-shm"] { unlink(path + name) }
            try Self.move(new, to: path)
        } else {
            try Self.replace(path, with: new, suffix: suffix)
        }
        guard Self.synchronizeFolder(of: path) else {
            throw OAuth1DatabaseError(.unavailable, "the folder of \(path) can't be written: check its volume")
        }
    }

    /// Copies a file, and checks the result.
    private static func copy(_ copy: String, to new: String) throws(OAuth1DatabaseError) -> Int {
        guard logs.allSatisfy({ (FileState(path: copy + $0)?.size ?? 0) == 0 }) else {
            throw OAuth1DatabaseError(
                .damaged,
                "the file \(copy) is in use or was not closed: make a complete copy of it with oauth1 provider backup"
            )
        }
        let descriptor = try DatabaseBackup.create(new)
        do {
            let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            let source = try FileHandle(forReadingFrom: URL(fileURLWithPath: copy))
            while let bytes = try source.read(upToCount: 1_048_576), !bytes.isEmpty {
                try target.write(contentsOf: bytes)
            }
            try target.close()
        } catch {
            throw OAuth1DatabaseError(
                .unavailable,
                "the file \(copy) can't be copied beside the database: check that you may read it, and the room on the volume"
            )
        }
        do {
            let database = try DatabaseBackup.openFile(new)
            defer { try? database.close() }
            let version = try DatabaseBackup.version(database, path: copy)
            let isSound = try database.writeWithoutTransaction { db in
                // A copy of a closed database says that it has a log. Without one, a log that is left can be noticed.
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                return try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok"
            }
            guard isSound else {
                throw OAuth1DatabaseError(.damaged, "the file \(copy) is damaged: use another backup")
            }
            try database.close()
            guard synchronize(new) else {
                throw OAuth1DatabaseError(.unavailable, "the file \(new) can't be written: check its volume")
            }
            return version
        } catch {
            throw DatabaseFailure.opening(error, path: copy)
        }
    }

    /// Replaces a database that no process uses.
    private static func replace(
        _ path: String,
        with new: String,
        suffix: String
    ) throws(OAuth1DatabaseError) {
        do {
            // SQLite would write a log of another database over this one.
            try ForeignLog.check(path)
            let database = try DatabaseBackup.openFile(path)
            defer { try? database.close() }
            try replace(path, database, with: new, suffix: suffix)
        } catch {
            let failure = DatabaseFailure.opening(error, path: path)
            guard failure.code == .damaged else { throw failure }
            // A damaged database is why backups are restored. What is left of it is kept as it is.
            guard !isInUse(path) else { throw inUse(path) }
            try exchange(path, new, suffix: suffix)
        }
    }

    private static func replace(
        _ path: String,
        _ database: DatabaseQueue,
        with new: String,
        suffix: String
    ) throws {
        try database.writeWithoutTransaction { db in
            do {
                // Writes the log into the database and removes it, which needs that nobody else has the database open.
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                try db.inTransaction(.exclusive) {
                    // Another process may have opened it before the transaction.
                    guard try String.fetchOne(db, sql: "PRAGMA journal_mode") == "delete" else { throw inUse(path) }
                    try exchange(path, new, suffix: suffix)
                    return .rollback
                }
            } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
                throw inUse(path)
            }
        }
    }

    private static func freeSuffix(_ path: String) -> String {
        var number = 1
        while true {
            let suffix = number == 1 ? Self.suffix : "\(Self.suffix)-\(number)"
            guard ([""] + logs).contains(where: { FileState(path: path + $0 + suffix) != nil }) else { return suffix }
            number += 1
        }
    }

    /// Keeps the files of a database under other names, and puts a new one in its place.
    private static func exchange(_ path: String, _ new: String, suffix: String) throws(OAuth1DatabaseError) {
        // A power failure may have taken the last numbers of the file beside the database, which would then pass for those of the copy.
        try CopyGuard.invalidate(databasePath: path)
        takeOver(path, new)
        // A second name, so that there is a database at the path at each moment; unlike a rename, it replaces nothing.
        guard link(path, path + suffix) == 0 else {
            throw OAuth1DatabaseError(.unavailable, "the file \(path)\(suffix) can't be created: check its folder")
        }
        for name in logs.map({ path + $0 }) {
            guard let state = FileState(path: name) else { continue }
            if state.size == 0 { unlink(name) } else { try move(name, to: name + suffix) }
        }
        unlink(path + "-shm")
        try move(new, to: path)
    }

    /// Gives a new file the owner of the one that it replaces, if this process may, and lets the same group use it.
    private static func takeOver(_ path: String, _ new: String) {
        guard let replaced = FileState(path: path) else { return }
        _ = chown(new, replaced.owner.user, replaced.owner.group)
        _ = chmod(new, (replaced.permissions & 0o660) | 0o600)
    }

    private static func move(_ file: String, to path: String) throws(OAuth1DatabaseError) {
        guard rename(file, path) == 0 else {
            throw OAuth1DatabaseError(.unavailable, "the file \(path) can't be written: check its folder")
        }
    }

    private static func inUse(_ path: String) -> OAuth1DatabaseError {
        OAuth1DatabaseError(
            .unavailable,
            "the database \(path) is in use: stop all servers and tools that have it open, and try again"
        )
    }

    /// Whether another process has a lock on a database that SQLite can't open, as each connection does while it is open.
    private static func isInUse(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        // The bytes that SQLite locks.
        lock.l_start = 0x4000_0000
        lock.l_len = 512
        guard withUnsafeMutablePointer(to: &lock, { fcntl(descriptor, F_GETLK, UnsafeMutableRawPointer($0)) }) == 0
        else {
            return true
        }
        return lock.l_type != Int16(F_UNLCK)
    }

    private static func synchronize(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        return fsync(descriptor) == 0
    }

    /// Waits until the names in the folder of a file are on the disk.
    static func synchronizeFolder(of path: String) -> Bool {
        synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
}
#endif
