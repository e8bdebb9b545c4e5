//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// The secrets of a command: from the environment or a file, never from the arguments, which every process can read.
struct CommandLineSecrets {
    static let consumerKeyName = "OAUTH1_CONSUMER_KEY"
    static let tokenName = "OAUTH1_TOKEN"
    /// The credentials of the application's OAuth 2.0 client, for `oauth1 migrate`.
    static let oauth2ClientIDName = "OAUTH2_CLIENT_ID"
    static let oauth2ClientSecretName = "OAUTH2_CLIENT_SECRET"
    static let consumerSecretName = "OAUTH1_CONSUMER_SECRET"
    static let tokenSecretName = "OAUTH1_TOKEN_SECRET"
    static let passphraseName = "OAUTH1_RSA_KEY_PASSPHRASE"
    /// A token secret that may have been used by mistake, for `oauth1 diagnose`.
    static let otherTokenSecretName = "OAUTH1_OTHER_TOKEN_SECRET"

    let consumerKey: String?
    let token: String?
    let consumerSecret: OAuth1Secret?
    let tokenSecret: OAuth1Secret?
    let keyPassphrase: OAuth1Secret?
    let otherTokenSecret: OAuth1Secret?
    let oauth2ClientID: String?
    let oauth2ClientSecret: OAuth1Secret?

    /// Reads the secrets; the file takes precedence over the environment.
    init(
        file: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        var values = environment
        if let file {
            for (name, value) in try CommandLineSecrets.read(file) { values[name] = value }
        }
        for name in CommandLineSecrets.names where name != CommandLineSecrets.passphraseName {
            if let value = values[name] { Diagnostics.warn(ofFlawIn: name, value) }
        }
        consumerKey = values[CommandLineSecrets.consumerKeyName]
        token = values[CommandLineSecrets.tokenName]
        consumerSecret = values[CommandLineSecrets.consumerSecretName].map { OAuth1Secret($0) }
        tokenSecret = values[CommandLineSecrets.tokenSecretName].map { OAuth1Secret($0) }
        keyPassphrase = values[CommandLineSecrets.passphraseName].map { OAuth1Secret($0) }
        otherTokenSecret = values[CommandLineSecrets.otherTokenSecretName].map { OAuth1Secret($0) }
        oauth2ClientID = values[CommandLineSecrets.oauth2ClientIDName]
        oauth2ClientSecret = values[CommandLineSecrets.oauth2ClientSecretName].map { OAuth1Secret($0) }
    }

    /// The names that a file may contain.
    private static let names = [
        consumerKeyName, consumerSecretName, tokenName, tokenSecretName, passphraseName, otherTokenSecretName,
        oauth2ClientIDName, oauth2ClientSecretName,
    ]

    /// Reads lines of `NAME=value`, skips blank lines and comments, and removes quotes and `export`.
    private static func read(_ path: String) throws -> [String: String] {
        let bytes = try InputFile.read(path, option: "--secrets-file", limit: 65_536)
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
            var name = parts[0].trimmingCharacters(in: .whitespaces)
            if name.hasPrefix("export ") { name = name.dropFirst(7).trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, names.contains(name) else {
                throw ValidationError(
                    "--secrets-file: line \(index + 1) has an unknown name. Expected NAME=value, with one of the names "
                        + names.joined(separator: ", ") + "."
                )
            }
            var value = parts[1].trimmingCharacters(in: .whitespaces)
            if value.count > 1, let quote = value.first, quote == value.last, quote == "\"" || quote == "'" {
                value = String(value.dropFirst().dropLast())
                // A single quote in a single-quoted word of a shell.
                if quote == "'" { value = value.replacing(#"'\''"#, with: "'") }
            }
            values[name] = value
        }
        return values
    }
}

/// Files named in the arguments.
enum InputFile {
    /// The most bytes of a body that is read into memory.
    static let maximumBytes = 64 * 1_024 * 1_024

    /// Reads a file, or standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - option: The option that names it, for errors.
    ///   - limit: The most bytes that are read.
    ///   - hasKeys: Whether only its owner should have what is in it. That others can read it is a warning and not an error, as
    ///     the files of secrets in containers are like that.
    /// - Returns: The bytes.
    /// - Throws: ``CommandFailure``.
    static func read(
        _ path: String,
        option: String,
        limit: Int = maximumBytes,
        hasKeys: Bool = false
    ) throws -> [UInt8] {
        do {
            let handle: FileHandle
            if path == "-" {
                handle = .standardInput
            } else {
                handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                if hasKeys {
                    warnIfExposed(
                        handle,
                        path,
                        option: option,
                        advice: "Run chmod 600 on it, and replace the keys in it if others had access"
                    )
                }
            }
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else {
                throw CommandFailure(
                    .unreadableInput,
                    "\(option): \(path) is larger than the limit of \(limit) bytes"
                )
            }
            return Array(data)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw unreadable(path, option: option)
        }
    }

    /// Warns if other users can read or change a file.
    static func warnIfExposed(_ path: String, option: String) {
        guard let handle = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)) else { return }
        warnIfExposed(handle, path, option: option, advice: "Run chmod 600 on it")
    }

    private static func warnIfExposed(_ handle: FileHandle, _ path: String, option: String, advice: String) {
        guard let status = FileStatus(handle.fileDescriptor), status.isRegular, status.isExposed else { return }
        Diagnostics.warn("\(option): \(path) can be read or changed by other users. \(advice)")
    }

    /// The failure of a file that can't be read.
    static func unreadable(_ path: String, option: String) -> CommandFailure {
        CommandFailure(
            .unreadableInput,
            "\(option): can't read \(path.isEmpty ? "a file without a name" : path)",
            advice: "Check that the file exists and that you may read it"
        )
    }
}

/// Messages on standard error.
enum Diagnostics {
    static func warn(_ text: String) {
        FileHandle.standardError.write(Data("oauth1: warning: \(text)\n".utf8))
    }

    static func note(_ text: String) {
        FileHandle.standardError.write(Data("oauth1: \(text)\n".utf8))
    }

    /// Warns of a credential with traces of copying it, such as a line break at its end.
    ///
    /// The credential is not shown.
    static func warn(ofFlawIn name: String, _ credential: String) {
        guard let flaw = CredentialFlaws.flaw(of: credential) else { return }
        warn("\(name) \(flaw), which is treated as part of it")
    }

    /// Talks to the user.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    static func fail(_ text: String) {
        FileHandle.standardError.write(Data("oauth1: \(text)\n".utf8))
    }

    /// Shows an error with the usage of its command, in the form of the parser's own errors.
    static func fail(_ error: ValidationError, in command: any ParsableCommand.Type) {
        let usage = OAuth1Command.usageString(for: command)
        // The words of the command, such as `oauth1 auth import`, before its arguments.
        let words = usage.split(separator: " ").prefix { $0.first?.isLetter == true && !$0.contains("=") }
        let name = words.joined(separator: " ")
        FileHandle.standardError.write(
            Data("Error: \(error.message)\nUsage: \(usage)\n  See '\(name) --help' for more information.\n".utf8)
        )
    }
}
#endif
