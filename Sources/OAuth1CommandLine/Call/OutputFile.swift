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

/// A file that is replaced as a whole: the content is in a file beside it until it is complete.
final class OutputFile {
    private let path: String
    /// The name of the incomplete file, or `nil` for a device or a pipe, which can't be replaced.
    private var temporary: String?
    private let handle: FileHandle

    /// Creates the incomplete file, so that a folder that can't be written to is found before anything is sent.
    init(_ path: String) throws {
        // A symbolic link stays, and its target is replaced.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.path = target
        var status = stat()
        let exists = stat(target, &status) == 0
        guard !exists || status.st_mode & S_IFMT != S_IFDIR else {
            throw OutputFile.failure(path, "it is a folder")
        }
        if exists, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(target, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw OutputFile.failure(path, String(cString: strerror(errno))) }
            handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            return
        }
        let name = "\(target).\(UUID().uuidString.prefix(8)).part"
        // An existing file keeps its permissions, a new one has those that the user's files have.
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? 0o600 : 0o666)
        guard descriptor >= 0 else { throw OutputFile.failure(path, String(cString: strerror(errno))) }
        if exists { fchmod(descriptor, status.st_mode & 0o777) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        temporary = name
    }

    deinit {
        if let temporary { unlink(temporary) }
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw OutputFile.failure(path, "the disk may be full")
        }
    }

    /// Gives the complete file its name.
    func commit() throws {
        guard let temporary else { return }
        try? handle.close()
        guard rename(temporary, path) == 0 else { throw OutputFile.failure(path, String(cString: strerror(errno))) }
        self.temporary = nil
    }

    private static func failure(_ path: String, _ reason: String) -> CommandFailure {
        CommandFailure(.failed, "-o: can't write \(path): \(reason)", advice: "Choose another file or folder")
    }
}
#endif
