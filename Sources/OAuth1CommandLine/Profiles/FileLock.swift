//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A lock that one process holds at a time; it ends with the process.
struct FileLock: ~Copyable {
    /// How long another process may hold it, in tenths of a second.
    private static let patience = 100

    private let descriptor: Int32

    /// Waits for the lock of a file, which is created if it is missing.
    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .failed,
                "\(path) can't be created: \(String(cString: strerror(errno)))",
                advice: "Check the permissions of its folder and the space on the disk"
            )
        }
        for _ in 0..<FileLock.patience {
            if FileLock.take(descriptor) { return }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            usleep(100_000)
        }
        close(descriptor)
        throw CommandFailure(
            .tryLater,
            "another process of oauth1 is writing the profiles",
            advice: "Run the command again; \(path) is its lock"
        )
    }

    /// Takes the lock of an open file until it is closed, unless another process has it.
    ///
    /// - Returns: Whether it was free; `errno` says why not.
    static func take(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    deinit {
        close(descriptor)
    }
}
#endif
