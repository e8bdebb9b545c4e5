//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1Server
import Synchronization

/// Notices a write-ahead log of another database, which SQLite would write over the database.
///
/// SQLite compares nothing: a log that is there belongs to the database beside it. A crash leaves a log with content, so a backup
/// that is then copied to the path would be damaged, or undone.
enum ForeignLog {
    /// The bytes before the first page of a log.
    private static let headerLength: Int64 = 32
    /// How much time may be between the last writes to a log and to a guard file, and between the files of a pair that is put
    /// back, in nanoseconds.
    private static let tolerance: Int64 = 1_000_000_000
    /// The most databases whose descriptors are kept.
    private static let maximumDescriptors = 128
    private static let descriptors = Mutex<[FileState.Identity: CInt]>([:])

    /// Checks a database that is not open yet, or that does not exist.
    ///
    /// - Throws: `OAuth1DatabaseError` with code `damaged` if the log is certainly that of another database.
    static func check(_ path: String) throws(OAuth1DatabaseError) {
        guard let path = FileState.resolvedPath(path), let log = FileState(path: path + "-wal"),
            log.size > headerLength, let database = FileState(path: path), database.size > 0,
            isOlder(log, than: database, at: path) || hasNoLog(database, at: path)
        else {
            return
        }
        throw OAuth1DatabaseError(
            .damaged,
            "the database \(path) was replaced, and the file \(path)-wal of the one before is still there: stop all processes "
                + "that use it, move \(path)-wal and \(path)-shm to another folder, and start again. Keep them until you have checked "
                + "the data: if only the database was copied or moved here, they may belong to it"
        )
    }

    /// Whether the log is from before the last use, and the database is another file than the one that was used and came later.
    ///
    /// A log that was put back together with the database came later, too.
    private static func isOlder(_ log: FileState, than database: FileState, at path: String) -> Bool {
        guard let last = CopyGuard.lastDatabase(of: path) else { return false }
        // The guard file is written before the commit of a start, and after other commits.
        return last.inode != database.identity.inode && log.changed <= last.changed &+ tolerance
            && database.changed > log.changed &+ tolerance
    }

    /// Whether the header says that the database has no log, as in a copy that `VACUUM INTO` made.
    ///
    /// SQLite notes in the header of the file that there is a log before it creates one, and removes the log before it notes
    /// the opposite.
    private static func hasNoLog(_ database: FileState, at path: String) -> Bool {
        guard let descriptor = descriptor(of: database, at: path) else { return false }
        // The versions that a program must support to write and to read the file.
        var versions: [UInt8] = [0, 0]
        let count = versions.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 18) }
        return count == 2 && versions == [1, 1]
    }

    /// Opens a database for as long as the process runs: closing it would release the locks that SQLite has on it in this process.
    private static func descriptor(of database: FileState, at path: String) -> CInt? {
        descriptors.withLock { descriptors in
            if let descriptor = descriptors[database.identity] { return descriptor }
            for (identity, descriptor) in descriptors where isRemoved(descriptor) {
                _ = close(descriptor)
                descriptors[identity] = nil
            }
            guard descriptors.count < maximumDescriptors else { return nil }
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0, let identity = FileState(of: descriptor)?.identity else { return nil }
            descriptors[identity] = descriptor
            return identity == database.identity ? descriptor : nil
        }
    }

    /// Whether no path leads to a file anymore, so that nobody can open it and its locks no longer matter.
    private static func isRemoved(_ descriptor: CInt) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink == 0
    }
}
#endif
