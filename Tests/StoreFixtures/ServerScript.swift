//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A script in `Tests/Servers`, which starts and stops servers of one kind.
package struct ServerScript: Sendable {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let name: String

    package init(_ name: String) {
        self.name = name
    }

    /// Whether the server can be started.
    ///
    /// On CI a server that is missing is a failure.
    package var isExpected: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true" || (try? run("check")) != nil
    }

    /// Starts a server, which ends after this process, and returns its folder.
    package func create() throws -> String {
        try run("create", "--owner", "\(ProcessInfo.processInfo.processIdentifier)")
    }

    /// Runs the script, and returns what it prints.
    @discardableResult
    package func run(_ arguments: String...) throws -> String {
        try Self.run(
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../Servers/\(name)").standardized.path,
            arguments
        )
    }

    /// Runs a program, and returns what it prints.
    @discardableResult
    package static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String]? = nil
    ) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let environment { process.environment = environment }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")) failed")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
