//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A small file that only its owner can read, replaced as a whole.
///
/// System calls, as Foundation sets a file's mode after the file was written: for a moment others could read it.
package struct PrivateFile: Sendable {
    /// Why the file can't be used.
    package struct Failure: Error, Equatable {
        /// The failure.
        package let reason: String
        /// The advice.
        package let advice: String
    }

    /// The path of the file.
    package let path: String
    /// The most bytes that are read.
    private let maximumSize: Int

    /// Creates a file; nothing is read or written yet.
    package init(path: String, maximumSize: Int = 1_048_576) {
        self.path = path
        self.maximumSize = maximumSize
    }

    /// Reads the file.
    ///
    /// - Returns: Its bytes, or `nil` if there is no file.
    /// - Throws: ``Failure`` if it is not a regular file of this user that nobody else can read, or too large.
    package func read() throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw failure("can't be opened") }
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("can't be examined") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(reason: "\(path) is not a regular file", advice: "Check the path")
        }
        guard status.st_uid == geteuid() else {
            throw Failure(reason: "\(path) belongs to another user", advice: "Use a file that belongs to this user")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(
                reason: "\(path) can be read or changed by other users",
                advice: "Run chmod 600 on it, and replace the credentials in it if others had access"
            )
        }
        guard status.st_size <= maximumSize else {
            throw tooLarge
        }
        return try bytes(of: descriptor)
    }

    private func bytes(of descriptor: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maximumSize {
            let count = piece.withUnsafeMutableBytes { Self.read(descriptor, $0) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("can't be read")
            }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: piece.prefix(count))
        }
        throw tooLarge
    }

    /// Writes the file: anyone who reads it sees the old bytes or the new ones, also after a crash.
    ///
    /// - Parameter bytes: The new content.
    /// - Throws: ``Failure``; the old file is unchanged then.
    package func replace(with bytes: [UInt8]) throws {
        try createFolder()
        // A name that nobody can guess, in the same folder, as a file can be renamed only within a file system.
        let temporary = "\(path).\(UInt64.random(in: 0...UInt64.max)).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("can't be written, because no file can be created in its folder") }
        do {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw failure("can't be written") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let error = failure("can't be replaced")
            unlink(temporary)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.write(descriptor, $0) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("can't be written")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Removes the file if it is there.
    ///
    /// - Throws: ``Failure``.
    package func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("can't be removed") }
    }

    private func createFolder() throws {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure(
                reason: "the folder \(folder) can't be created: \(error)",
                advice: "Create it, or check its path"
            )
        }
    }

    private func failure(_ what: String) -> Failure {
        Failure(
            reason: "\(path) \(what): \(String(cString: strerror(errno)))",
            advice: "Check the path, the permissions of its folder and the space on the disk"
        )
    }

    private var tooLarge: Failure {
        Failure(reason: "\(path) has more than \(maximumSize) bytes", advice: "Check that it is the right file")
    }

    // The methods of these names hide the system's functions.
    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Darwin)
        Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
        Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Android)
        Android.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
        Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Android)
        Android.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}
