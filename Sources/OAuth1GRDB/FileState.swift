//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// What the file system knows of a file.
struct FileState {
    /// Which file it is: a copy is another one, a renamed file is the same.
    struct Identity: Hashable, Sendable {
        let inode: UInt64
        let device: Int64
    }

    /// Which file it is.
    let identity: Identity
    /// When content or attributes were changed, which no tool can set, in nanoseconds since 1970.
    let changed: Int64
    /// How many bytes it has.
    let size: Int64
    /// Whether it is neither a folder nor a device or pipe.
    let isRegular: Bool
    /// The user and the group that it belongs to.
    let owner: (user: UInt32, group: UInt32)
    /// Who may read and write it.
    let permissions: mode_t

    /// Asks for an open file.
    init?(of descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Asks for the file that is at a path now.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        identity = Identity(inode: UInt64(status.st_ino), device: Int64(truncatingIfNeeded: status.st_dev))
        size = Int64(status.st_size)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        owner = (status.st_uid, status.st_gid)
        permissions = status.st_mode & 0o777
        #if canImport(Darwin)
        changed = Self.nanoseconds(status.st_ctimespec)
        #else
        changed = Self.nanoseconds(status.st_ctim)
        #endif
    }

    /// The absolute path of a file without symbolic links, or `nil` if there is none.
    static func resolvedPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The time, in nanoseconds since 1970.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
#endif
