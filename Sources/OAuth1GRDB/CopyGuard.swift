//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

/// Notices that a database is an older copy of itself, which has forgotten the nonces since.
///
/// A small file beside the database has the number of the last commit, and a random number for each time that the database was
/// opened. A copy that is put back has other numbers than the file. If the file is put back together with it, the file was
/// changed later than it says, or it is another file than the one that it names by its inode: a copy that was renamed.
final class CopyGuard: Sendable {
    /// The state of a database.
    struct Mark: Sendable {
        /// Random for each time that the database was opened.
        let run: [UInt8]
        /// How many transactions were committed.
        let commits: Int64

        static func randomRun() -> [UInt8] {
            var generator = SystemRandomNumberGenerator()
            return (0..<runLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    }

    private static let runLength = 16
    /// The run, the number of commits, the time of writing and the inode of the file.
    private static let length = runLength + 24
    /// The inode of the database and the time of writing again: older versions leave what was there.
    private static let lengthWithDatabase = length + 16
    /// How long writing may take until the file system notes the time, in nanoseconds.
    private static let tolerance: Int64 = 200_000_000

    private let descriptor: CInt
    /// Absolute, as the process may change its folder; as given, as a symbolic link may get another target.
    private let databasePath: String
    /// The database that was at the path when it was opened.
    private let database: FileState.Identity

    /// Opens or creates the file, beside a database that is there.
    ///
    /// - Parameters:
    ///   - databasePath: The path of the database.
    ///   - creates: Whether a missing file is created. Without it, every database is a copy, and nothing can be noted.
    /// - Throws: `OAuth1DatabaseError`.
    init(databasePath: String, creates: Bool) throws(OAuth1DatabaseError) {
        self.databasePath = URL(fileURLWithPath: databasePath).path
        // SQLite puts its files beside the target of a symbolic link, too.
        guard let resolved = FileState.resolvedPath(self.databasePath),
            let database = FileState(path: self.databasePath)?.identity
        else {
            throw OAuth1DatabaseError(.unavailable, "the database \(databasePath) can't be found: check its folder")
        }
        let path = Self.path(of: resolved)
        self.database = database
        descriptor = open(path, O_RDWR | O_CLOEXEC | (creates ? O_CREAT : 0), 0o600)
        // Before anything else can change it.
        let failure = errno
        guard descriptor >= 0 || (!creates && failure == ENOENT) else {
            throw OAuth1DatabaseError(
                [EACCES, EPERM, EROFS, EISDIR].contains(failure) ? .denied : .unavailable,
                "the file \(path) can't be opened: run it as the user of the servers, or check the permissions of the file and "
                    + "its folder"
            )
        }
    }

    deinit { close(descriptor) }

    /// Whether the file shows that a database was used before, here or with another file.
    var hasMark: Bool {
        var byte: UInt8 = 0
        return pread(descriptor, &byte, 1, 0) != 0
    }

    /// Whether the database is the one that was used last, and the file was changed by nobody else since.
    func isGenuine(_ mark: Mark) -> Bool {
        // Another process may be writing: what is read and when it was changed then differ for a moment.
        (0..<3).contains { _ in isGenuineNow(mark) }
    }

    private func isGenuineNow(_ mark: Mark) -> Bool {
        var bytes = [UInt8](repeating: 0, count: Self.length)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == Self.length, let status = FileState(of: descriptor) else { return false }
        let written = Self.number(bytes[(Self.runLength + 8)...])
        return Array(bytes.prefix(Self.runLength)) == mark.run
            && Self.number(bytes[Self.runLength..<(Self.runLength + 8)]) <= mark.commits
            && -Self.tolerance...Self.tolerance ~= status.changed &- written
            && Self.number(bytes[(Self.runLength + 16)...]) == Int64(bitPattern: status.identity.inode)
    }

    /// Which database was used last.
    ///
    /// - Parameter databasePath: The path of the database, without symbolic links.
    /// - Returns: The inode of the database, and when the file beside it was changed, in nanoseconds since 1970. `nil` if the
    ///   file is missing, if it was copied or changed by another program, or if an older version of this package wrote it.
    static func lastDatabase(of databasePath: String) -> (inode: UInt64, changed: Int64)? {
        let descriptor = open(path(of: databasePath), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: lengthWithDatabase)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == lengthWithDatabase, let status = FileState(of: descriptor) else { return nil }
        let written = number(bytes[(runLength + 8)...])
        guard -tolerance...tolerance ~= status.changed &- written, written == number(bytes[(length + 8)...]),
            number(bytes[(runLength + 16)...]) == Int64(bitPattern: status.identity.inode)
        else {
            return nil
        }
        return (UInt64(bitPattern: number(bytes[length...])), status.changed)
    }

    /// Lets no database pass for the one that was used last, if there is such a file.
    ///
    /// - Parameter databasePath: The path of the database, without symbolic links.
    /// - Throws: `OAuth1DatabaseError`.
    static func invalidate(databasePath: String) throws(OAuth1DatabaseError) {
        let path = path(of: databasePath)
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return }
        defer { if descriptor >= 0 { _ = close(descriptor) } }
        // No run is zero.
        let zeros = [UInt8](repeating: 0, count: lengthWithDatabase)
        guard descriptor >= 0,
            zeros.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == zeros.count,
            fsync(descriptor) == 0
        else {
            throw OAuth1DatabaseError(.unavailable, "the file \(path) can't be written: check its owner and its volume")
        }
    }

    /// The path of the file of a database.
    private static func path(of databasePath: String) -> String { databasePath + "-guard" }

    /// Counts a commit, in its transaction.
    func count(in db: Database) throws -> Mark? {
        try db.cachedStatement(sql: "UPDATE oauth1_state SET commits = commits + 1").execute()
        let row = try Row.fetchOne(try db.cachedStatement(sql: "SELECT run, commits FROM oauth1_state"))
        return row.map { Mark(run: Array($0[0] as Data), commits: $0[1]) }
    }

    /// The run of a database, or `nil` if it has no state.
    static func run(of db: Database) throws -> [UInt8]? {
        let row = try Row.fetchOne(try db.cachedStatement(sql: "SELECT run FROM oauth1_state"))
        return row.map { Array($0[0] as Data) }
    }

    /// Notes a commit.
    ///
    /// After the database has it: a database that is newer than the file is complete.
    ///
    /// It throws if another database is at the path by now, or none: a process that opens that one does not see this commit.
    func write(_ mark: Mark) throws(OAuth1DatabaseError) {
        guard FileState(path: databasePath)?.identity == database else {
            throw OAuth1DatabaseError(
                .unavailable,
                "the database \(databasePath) was replaced or removed while this process uses it: restart the process"
            )
        }
        // Without the device: its number may change when the machine starts.
        let inode = FileState(of: descriptor).map { Int64(bitPattern: $0.identity.inode) } ?? 0
        let now = FileState.now()
        let numbers = [mark.commits, now, inode, Int64(bitPattern: database.inode), now]
        let bytes = mark.run + numbers.flatMap { Self.bytes($0) }
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard count == bytes.count else {
            throw OAuth1DatabaseError(.unavailable, "the file beside the database can't be written: check its volume")
        }
    }

    /// Waits until the file is on the disk.
    func synchronize() { fsync(descriptor) }

    private static func bytes(_ number: Int64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> Int64($0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}
#endif
