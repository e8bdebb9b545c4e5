//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1Client
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file of lines that only its owner can read, to which one process appends.
///
/// A line is on the disk when ``append(_:)`` returns. Lines that arrive while others are written share one write.
final class DurableFile: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var waiting: [CheckedContinuation<Void, any Error>] = []
        var isWriting = false
        /// The failure after which nothing is written anymore.
        var failure: CommandFailure?
    }

    /// The longest line that is read.
    private static let maximumLineBytes = 1_048_576

    let path: String
    /// The option that names the file, for errors.
    private let option: String
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "oauth1.durable-file")
    private let state = Mutex(State())

    /// Opens the file, or creates it with mode 0600.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - option: The option that names the file.
    ///   - others: Files that it must not be.
    /// - Throws: ``CommandFailure`` if it is another file of the command, readable by others, or in use.
    init(_ path: String, option: String, others: [(identity: FileStatus.Identity, option: String)]) throws {
        self.path = path
        self.option = option
        descriptor = try DurableFile.open(path, option, others)
    }

    deinit { close(descriptor) }

    /// Which file it is.
    var identity: FileStatus.Identity? { FileStatus(descriptor)?.identity }

    private static func open(
        _ path: String,
        _ option: String,
        _ others: [(identity: FileStatus.Identity, option: String)]
    ) throws -> Int32 {
        // Never truncated, so that a wrong path destroys nothing.
        let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK
        var descriptor = systemOpen(path, flags)
        if descriptor < 0, errno == ENOENT {
            descriptor = systemOpen(path, flags | O_CREAT | O_EXCL, 0o600)
            if descriptor >= 0 { synchronizeFolder(of: path) }
        }
        guard descriptor >= 0 else {
            throw CommandFailure(
                .unreadableInput,
                "\(option): \(path) can't be opened for writing: \(String(cString: strerror(errno)))",
                advice: "Check the path and the permissions of its folder"
            )
        }
        do {
            try check(descriptor, path, option, others)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func check(
        _ descriptor: Int32,
        _ path: String,
        _ option: String,
        _ others: [(identity: FileStatus.Identity, option: String)]
    ) throws {
        guard let status = FileStatus(descriptor), status.isRegular else {
            throw CommandFailure(
                .usage,
                "\(option): \(path) is not a regular file",
                advice: "Choose the path of a file"
            )
        }
        if let other = others.first(where: { $0.identity == status.identity }) {
            throw CommandFailure(
                .usage,
                "\(option): \(path) is the same file as \(other.option)",
                advice: "Choose another file; nothing was changed"
            )
        }
        guard status.isPrivate else {
            throw CommandFailure(
                .unreadableInput,
                "\(option): \(path) belongs to another user, or can be read or changed by others",
                advice: "Use a file that belongs to this user, and run chmod 600 on it"
            )
        }
        guard FileLock.take(descriptor) else {
            throw CommandFailure(
                .tryLater,
                "\(option): another process is writing \(path)",
                advice: "Wait until it ends, or stop it"
            )
        }
    }

    // MARK: Reading

    /// Calls a closure with each complete line, and mends the last line if a crash left it incomplete.
    ///
    /// - Parameter read: Reads a line; throws if it is not one of the file's.
    /// - Throws: ``CommandFailure``.
    func load(_ read: ([UInt8]) throws -> Void) throws {
        try DurableFile.lines(of: descriptor, path, option, read) { torn, offset in
            // Complete except for the line break: nothing is missing.
            if (try? read(torn)) != nil { return try write([UInt8(ascii: "\n")]) }
            // Any other text is not of this command: it stays where it is.
            guard "{\"".utf8.starts(with: torn.prefix(2)), torn.count < DurableFile.maximumLineBytes else {
                throw CommandFailure(
                    .unreadableInput,
                    "\(option): \(path) is not a file that oauth1 migrate wrote",
                    advice: "Choose the file of an earlier run, or a new one"
                )
            }
            do {
                try PrivateFile(path: "\(path).torn").replace(with: torn)
            } catch let error as PrivateFile.Failure {
                throw CommandFailure(.failed, error.reason, advice: error.advice)
            }
            guard ftruncate(descriptor, off_t(offset)) == 0, DurableFile.synchronize(descriptor) else {
                throw failure()
            }
            Diagnostics.warn("\(path) ended in an incomplete line, which is in \(path).torn now")
        }
    }

    /// Reads a file that another process may be writing, without changing it; a file that is missing has no lines.
    static func read(_ path: String, option: String, _ read: ([UInt8]) throws -> Void) throws {
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw InputFile.unreadable(path, option: option) }
            return
        }
        defer { close(descriptor) }
        try lines(of: descriptor, path, option, read) { _, _ in }
    }

    private static func lines(
        of descriptor: Int32,
        _ path: String,
        _ option: String,
        _ read: ([UInt8]) throws -> Void,
        torn: ([UInt8], Int64) throws -> Void
    ) throws {
        lseek(descriptor, 0, SEEK_SET)
        var reader = ByteReader(FileHandle(fileDescriptor: descriptor, closeOnDealloc: false))
        var (number, offset): (Int, Int64) = (0, 0)
        while true {
            let line: (bytes: [UInt8], isTooLong: Bool, isComplete: Bool)?
            do {
                line = try reader.line(upTo: maximumLineBytes)
            } catch {
                throw InputFile.unreadable(path, option: option)
            }
            guard let line else { return }
            number += 1
            guard line.isComplete else { return try torn(line.bytes, offset) }
            offset += Int64(line.bytes.count) + 1
            do {
                guard !line.isTooLong else { throw CommandFailure(.unreadableInput, "the line is too long") }
                try read(line.bytes)
            } catch {
                let reason = (error as? CommandFailure)?.reason ?? "it is not a line that oauth1 migrate writes"
                throw CommandFailure(
                    .unreadableInput,
                    "\(option): \(path), line \(number): \(reason)",
                    advice: "Choose the file of an earlier run, or a new one"
                )
            }
        }
    }

    // MARK: Writing

    /// Appends a line, without its line break, and returns when it is on the disk.
    ///
    /// - Throws: ``CommandFailure``; then nothing more is written.
    func append(_ line: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let starts = state.withLock { state in
                state.pending += line + [UInt8(ascii: "\n")]
                state.waiting.append(continuation)
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if starts { queue.async { self.writePending() } }
        }
    }

    private func writePending() {
        while true {
            let (bytes, waiting, failed) = state.withLock { state in
                defer { (state.pending, state.waiting, state.isWriting) = ([], [], !state.waiting.isEmpty) }
                return (state.pending, state.waiting, state.failure)
            }
            guard !waiting.isEmpty else { return }
            let result = Result {
                if let failed { throw failed }
                try write(bytes)
            }
            if case .failure(let error) = result {
                state.withLock { $0.failure = $0.failure ?? (error as? CommandFailure) ?? failure() }
            }
            for continuation in waiting { continuation.resume(with: result) }
        }
    }

    /// Writes the bytes and waits for the disk.
    ///
    /// After a failure the file keeps what was written: these may be complete lines, with tokens that exist nowhere else.
    /// The next ``load(_:)`` reads them, and puts an incomplete one aside.
    private func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(bytes))
            guard DurableFile.synchronize(descriptor) else { throw failure() }
        } catch {
            throw (error as? CommandFailure) ?? failure()
        }
    }

    private func failure() -> CommandFailure {
        CommandFailure(
            .failed,
            "\(option): \(path) can't be written: \(String(cString: strerror(errno)))",
            advice: "Check the space on the disk, and run the command again: it continues where it stopped"
        )
    }

    /// Waits until the file is on the disk.
    private static func synchronize(_ descriptor: Int32) -> Bool {
        #if canImport(Darwin)
        // fsync leaves the data in the disk's cache here.
        return fcntl(descriptor, F_FULLFSYNC) == 0 || fsync(descriptor) == 0
        #else
        return fsync(descriptor) == 0
        #endif
    }

    /// Makes the name of a new file durable.
    private static func synchronizeFolder(of path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = systemOpen(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// The system's function, which the method of the same name hides.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 { open(path, flags, mode) }
#endif
