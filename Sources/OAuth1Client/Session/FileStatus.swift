//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// What kind of file a descriptor leads to, whose it is, and which one.
package struct FileStatus: Sendable {
    /// Which file it is, whatever names and links lead to it.
    package struct Identity: Sendable, Equatable {
        fileprivate let device: UInt64
        fileprivate let number: UInt64
    }

    /// Whether it is a regular file, and not a folder, a device or a pipe.
    package let isRegular: Bool
    /// Whether it is a folder.
    package let isFolder: Bool
    /// Whether it belongs to this user, and nobody else can read or change it.
    package let isPrivate: Bool
    /// Whether users other than its owner and the owner's group can read it, or others than the owner can change it.
    package let isExposed: Bool
    /// Which file it is.
    package let identity: Identity

    /// Examines an open file, or fails if that is not possible.
    ///
    /// - Parameter descriptor: The descriptor.
    package init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isPrivate = status.st_uid == geteuid() && status.st_mode & 0o077 == 0
        isExposed = status.st_mode & 0o026 != 0
        identity = Identity(
            device: UInt64(truncatingIfNeeded: status.st_dev),
            number: UInt64(truncatingIfNeeded: status.st_ino)
        )
    }
}
