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

/// The tool as a process, while a service runs in this one.
enum ToolProcess {
    /// Runs a blocking function on a thread that the service does not need.
    static func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Runs the tool with input, and with exactly this environment.
    static func run(
        _ arguments: [String],
        environment: [String: String],
        input: Data? = nil
    ) async throws -> Tool.Result {
        let executable = try Tool.executable()
        return try await blocking { try launch(executable, arguments, environment: environment, input: input) }
    }

    /// Runs a program; `whileRunning` can send it signals.
    static func launch(
        _ executable: URL,
        _ arguments: [String],
        environment: [String: String]? = nil,
        input: Data? = nil,
        whileRunning: (Process) throws -> Void = { _ in }
    ) throws -> Tool.Result {
        try withStreams { folder in
            let process = Process()
            process.executableURL = executable
            process.arguments = arguments
            if let environment { process.environment = environment }
            // Files, as both streams may be longer than a pipe holds.
            let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
            try (input ?? Data()).write(to: files[0])
            process.standardInput = try FileHandle(forReadingFrom: files[0])
            process.standardOutput = try FileHandle(forWritingTo: emptied(files[1]))
            process.standardError = try FileHandle(forWritingTo: emptied(files[2]))
            try process.run()
            try whileRunning(process)
            process.waitUntilExit()
            return Tool.Result(
                status: process.terminationStatus,
                output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
            )
        }
    }

    private static func emptied(_ file: URL) throws -> URL {
        try Data().write(to: file)
        return file
    }

    /// Runs the tool on a pseudo-terminal, and returns what it shows; `onOutput` gets all of it each time there is more.
    static func onTerminal(
        _ arguments: [String],
        environment: [String: String],
        onOutput: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Tool.Result {
        let executable = try Tool.executable()
        return try await blocking {
            let (terminal, side) = try openTerminal()
            let process = Process()
            process.executableURL = executable
            process.arguments = arguments
            process.environment = environment
            (process.standardInput, process.standardOutput, process.standardError) = (side, side, side)
            try process.run()
            try side.close()
            var (shown, buffer) = (Data(), [UInt8](repeating: 0, count: 65_536))
            while true {
                // Fails when the other side is closed.
                let count = read(terminal, &buffer, buffer.count)
                guard count > 0 else { break }
                shown.append(contentsOf: buffer[..<count])
                onOutput(String(decoding: shown, as: UTF8.self))
            }
            close(terminal)
            process.waitUntilExit()
            return Tool.Result(
                status: process.terminationStatus,
                output: String(decoding: shown, as: UTF8.self),
                errors: ""
            )
        }
    }

    /// Both sides of a new pseudo-terminal.
    private static func openTerminal() throws -> (Int32, FileHandle) {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        #if canImport(Darwin)
        guard terminal >= 0, grantpt(terminal) == 0, unlockpt(terminal) == 0, let text = ptsname(terminal) else {
            throw CocoaError(.fileNoSuchFile)
        }
        let name = String(cString: text)
        #else
        // TIOCSPTLCK and TIOCGPTN, which are macros.
        var (unlocked, number): (Int32, Int32) = (0, -1)
        guard terminal >= 0, ioctl(terminal, 0x4004_5431, &unlocked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0
        else { throw CocoaError(.fileNoSuchFile) }
        let name = "/dev/pts/\(number)"
        #endif
        return (terminal, FileHandle(fileDescriptor: open(name, O_RDWR | O_NOCTTY), closeOnDealloc: true))
    }

    /// Makes a folder for the time of a call.
    private static func withStreams<Value>(_ use: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try use(folder)
    }

    /// Makes a folder for the time of an asynchronous call.
    static func withFolder<Value>(_ use: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await use(folder)
    }
}
#endif
