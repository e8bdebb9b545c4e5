//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import Foundation
import Testing

/// `oauth1 proxy` as a process, on a free port.
final class ProxyProcess: Sendable {
    struct NotReady: Error {
        let output: String
    }

    /// A response as curl printed it.
    struct Answer {
        let status: Int
        /// Status line and header fields.
        let head: String
        let body: String

        /// The value of a header field.
        func field(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    let baseURL: String
    private let process: Process
    private let files: (output: URL, errors: URL)

    /// Starts it with exactly this environment, and waits until it is ready.
    init(_ arguments: [String], environment: [String: String]) async throws {
        let folder = FileManager.default.temporaryDirectory
        let files = (
            output: folder.appendingPathComponent("oauth1-proxy-\(UUID().uuidString)"),
            errors: folder.appendingPathComponent("oauth1-proxy-\(UUID().uuidString)")
        )
        for file in [files.output, files.errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = try Tool.executable()
        process.arguments = ["proxy", "--listen", "127.0.0.1:0"] + arguments
        process.environment = environment
        process.standardOutput = try FileHandle(forWritingTo: files.output)
        process.standardError = try FileHandle(forWritingTo: files.errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        (self.process, self.files) = (process, files)
        var text = ""
        for _ in 0..<6_000 where !text.contains("Press Ctrl-C to stop.\n") && process.isRunning {
            try await Task.sleep(for: .milliseconds(20))
            text = ProxyProcess.text(files.output)
        }
        guard let url = text.firstRange(of: "http://127.0.0.1:") else {
            throw NotReady(output: text + ProxyProcess.text(files.errors))
        }
        baseURL = String(text[url.lowerBound...].prefix { $0 != " " })
    }

    /// A proxy in front of `oauth1 serve`, with its sandbox's credentials.
    static func start(
        _ service: ServeProcess,
        _ arguments: [String] = [],
        environment more: [String: String] = [:]
    ) async throws -> ProxyProcess {
        let announcement = service.announcement
        return try await ProxyProcess(
            ["--upstream", announcement.baseURL] + arguments,
            environment: announcement.environment
                .merging([
                    "OAUTH1_CONSUMER_KEY": announcement.consumerKey, "OAUTH1_TOKEN": announcement.token ?? "",
                ]) { $1 }
                .merging(more) { $1 }
        )
    }

    /// A proxy in front of a service that accepts everything.
    static func start(
        _ service: PlainService,
        _ arguments: [String] = [],
        environment more: [String: String] = [:]
    ) async throws -> ProxyProcess {
        try await ProxyProcess(
            ["--upstream", service.origin] + arguments,
            environment: PlainService.environment.merging(more) { $1 }
        )
    }

    /// What it has printed.
    var output: String { ProxyProcess.text(files.output) }
    var errors: String { ProxyProcess.text(files.errors) }

    private static func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }

    /// Waits until a text was written to standard error.
    func error(_ text: String) async throws -> Bool {
        for _ in 0..<6_000 {
            if errors.contains(text) { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// The most memory that it had, in bytes, where the system says so.
    var peakMemory: Int? {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }

    /// Sends a request with curl; a path is below the proxy's URL.
    func curl(_ arguments: [String], input: Data? = nil, limit: Int = 180) async throws -> Answer {
        let result = try await run(["-s", "-i", "--max-time", "\(limit)"] + arguments, input: input)
        // Interim responses come first.
        var rest = result.output[...]
        var head = ""
        while rest.hasPrefix("HTTP/"), let end = rest.firstRange(of: "\r\n\r\n") {
            head = String(rest[..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
        return Answer(status: status, head: head, body: String(rest))
    }

    /// Runs curl.
    func run(_ arguments: [String], input: Data? = nil) async throws -> Tool.Result {
        let words = ["curl"] + arguments.map { $0.hasPrefix("/") && $0 != "/dev/null" ? baseURL + $0 : $0 }
        return try await ToolProcess.blocking {
            try ToolProcess.launch(
                URL(fileURLWithPath: "/usr/bin/env"),
                words,
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
                input: input
            )
        }
    }

    /// Sends a signal, and returns the exit status.
    func stop(_ signal: Int32 = SIGTERM) async throws -> Int32 {
        kill(process.processIdentifier, signal)
        return try await ToolProcess.blocking { [process] in
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    deinit {
        if process.isRunning { process.terminate() }
        for file in [files.output, files.errors] { try? FileManager.default.removeItem(at: file) }
    }
}
#endif
