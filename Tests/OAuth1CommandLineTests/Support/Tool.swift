//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1

/// The built command line tool, run as a user runs it.
enum Tool {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    struct NotBuilt: Error {}

    /// Runs the tool with exactly this environment.
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Both are far below what a pipe holds, so that reading one after the other can't block.
        let outputData = try output.fileHandleForReading.readToEnd() ?? Data()
        let errorData = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self)
        )
    }

    /// Runs a command of a POSIX shell, and returns its output.
    static func shell(_ command: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The tool is beside the tests in the build folder.
    static func executable() throws -> URL {
        let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        var folder = tests.resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("oauth1")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        throw NotBuilt()
    }

    /// Writes a file for the time of a call.
    static func withFile<Value>(_ text: String, _ use: (String) throws -> Value) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try use(url.path)
    }

    /// A private key made by openssl, and its public key.
    static func rsaKey() throws -> (pem: String, publicKey: OAuth1RSAPublicKey) {
        let pem = try shell("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -quiet 2>/dev/null")
        return (pem, try OAuth1RSAPrivateKey(pem: pem).publicKey)
    }
}
#endif
