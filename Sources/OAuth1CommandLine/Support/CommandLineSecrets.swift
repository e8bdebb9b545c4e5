//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1

/// The secrets of a command: from the environment or a file, never from the arguments, which every process can read.
struct CommandLineSecrets {
    static let consumerSecretName = "OAUTH1_CONSUMER_SECRET"
    static let tokenSecretName = "OAUTH1_TOKEN_SECRET"
    static let passphraseName = "OAUTH1_RSA_KEY_PASSPHRASE"

    let consumerSecret: OAuth1Secret?
    let tokenSecret: OAuth1Secret?
    let keyPassphrase: OAuth1Secret?

    /// Reads the secrets; what stands in the file wins over the environment.
    init(
        file: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        var values = environment
        if let file {
            for (name, value) in try CommandLineSecrets.read(file) { values[name] = value }
        }
        for name in [CommandLineSecrets.consumerSecretName, CommandLineSecrets.tokenSecretName] {
            if let value = values[name], value != value.trimmingCharacters(in: .whitespacesAndNewlines) {
                Diagnostics.warn("\(name) begins or ends with white space, which is part of the secret now")
            }
        }
        consumerSecret = values[CommandLineSecrets.consumerSecretName].map { OAuth1Secret($0) }
        tokenSecret = values[CommandLineSecrets.tokenSecretName].map { OAuth1Secret($0) }
        keyPassphrase = values[CommandLineSecrets.passphraseName].map { OAuth1Secret($0) }
    }

    /// Reads lines of `NAME=value`; blank lines and lines that begin with `#` are skipped, quotes are taken off.
    private static func read(_ path: String) throws -> [String: String] {
        let bytes = try InputFile.read(path, option: "--secrets-file", limit: 65_536)
        let known = [consumerSecretName, tokenSecretName, passphraseName]
        var values: [String: String] = [:]
        for (index, line) in String(decoding: bytes, as: UTF8.self)
            .split(
                omittingEmptySubsequences: false,
                whereSeparator: \.isNewline
            )
            .enumerated()
        {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            guard parts.count == 2, known.contains(name) else {
                throw ValidationError(
                    "--secrets-file: line \(index + 1) is not one of \(known.map { "\($0)=…" }.joined(separator: ", "))"
                )
            }
            var value = parts[1].trimmingCharacters(in: .whitespaces)
            if value.count > 1, let quote = value.first, quote == value.last, quote == "\"" || quote == "'" {
                value = String(value.dropFirst().dropLast())
            }
            values[name] = value
        }
        return values
    }
}

/// Files that the arguments name.
enum InputFile {
    /// Reads a file, or standard input for `-`.
    static func read(_ path: String, option: String, limit: Int = 64 * 1_024 * 1_024) throws -> [UInt8] {
        do {
            let handle: FileHandle
            if path == "-" {
                handle = .standardInput
            } else {
                handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            }
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else {
                throw ValidationError("\(option): \(path) has more than \(limit) bytes")
            }
            return Array(data)
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError("\(option): can't read \(path)")
        }
    }
}

/// Remarks that are no part of the output.
enum Diagnostics {
    static func warn(_ text: String) {
        FileHandle.standardError.write(Data("oauth1: warning: \(text)\n".utf8))
    }

    static func fail(_ text: String) {
        FileHandle.standardError.write(Data("oauth1: \(text)\n".utf8))
    }
}
#endif
