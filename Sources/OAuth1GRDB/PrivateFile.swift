//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation

/// Files that only their owner can read.
enum PrivateFile {
    /// The most symbolic links that are followed, as in Linux.
    private static let maximumLinks = 40

    /// Creates an empty file unless it exists.
    ///
    /// It follows symbolic links, because SQLite would create their target for all users.
    /// It does not open an existing file: closing it would release the locks that this process has on it.
    static func create(_ path: String) {
        var path = path
        for _ in 0...maximumLinks {
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                _ = close(descriptor)
                return
            }
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return }
            // A relative target starts at the folder of the link.
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = target.hasPrefix("/") ? target : folder + target
        }
    }
}
#endif
