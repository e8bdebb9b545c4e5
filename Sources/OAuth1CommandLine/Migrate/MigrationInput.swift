//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1Client

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The input of a migration, which is only read.
struct MigrationInput {
    /// The name for messages.
    let name: String
    let handle: FileHandle
    /// Which file it is, or `nil` for standard input.
    let identity: FileStatus.Identity?

    /// Opens the input for reading, and keeps other processes from exchanging the same tokens at the same time.
    ///
    /// - Parameters:
    ///   - path: The path, or `-` for standard input.
    ///   - locks: Whether to take the lock of the file.
    /// - Throws: ``CommandFailure``.
    init(_ path: String, locks: Bool) throws {
        guard path != "-" else {
            (name, handle, identity) = ("standard input", .standardInput, nil)
            return
        }
        name = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputFile.unreadable(path, option: "--input") }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let status = FileStatus(descriptor), !status.isFolder else {
            throw InputFile.unreadable(path, option: "--input")
        }
        identity = status.identity
        // Not on all file systems: there, the lock of the output is all that there is.
        if locks, status.isRegular, !FileLock.take(descriptor), errno == EWOULDBLOCK {
            throw CommandFailure(
                .tryLater,
                "another process is exchanging the tokens of \(path)",
                advice: "Wait until it ends: most services cancel the token of an earlier exchange"
            )
        }
    }
}
#endif
