//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1
import OAuth1Client

/// Where a new consumer secret goes: to standard output, or into a file that only its owner can read.
struct ClientSecretOutput: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write key and secret as export lines to a new file that only you can read, and don't print them.",
            valueName: "file"
        ),
        completion: .file()
    )
    var envFile: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if envFile != nil, json { throw ValidationError("Use either --env-file or --json, not both.") }
    }

    /// The credentials as JSON.
    private struct Shown: Encodable {
        let consumerKey: String
        let consumerSecret: String
    }

    /// Stores a change of the database, so that the new secret is never lost: the file is written first.
    func write<Value>(_ credentials: OAuth1ClientCredentials, _ change: () async throws -> Value) async throws -> Value
    {
        guard let envFile else {
            let value = try await change()
            try print(credentials)
            return value
        }
        let file = PrivateFile(path: envFile)
        do {
            // An empty file is what mktemp creates.
            guard try file.read()?.isEmpty ?? true else {
                throw CommandFailure(
                    .failed,
                    "--env-file: \(envFile) exists",
                    advice: "Choose another path, or remove the file"
                )
            }
            try file.replace(with: Array(EnvironmentLines.text(credentials).utf8))
        } catch let error as PrivateFile.Failure {
            throw CommandFailure(.failed, "--env-file: \(error.reason)", advice: error.advice)
        }
        do { return try await change() } catch let error as CommandFailure {
            // The command found that the change is impossible.
            try? file.remove()
            throw error
        } catch {
            // The database may have made the change before the error.
            Diagnostics.say("\(envFile) has the new secret, which may be valid: remove the file if it is not.")
            throw error
        }
    }

    private func print(_ credentials: OAuth1ClientCredentials) throws {
        let secret = credentials.secret.reveal()
        if json { return try JSONOutput.write(Shown(consumerKey: credentials.key, consumerSecret: secret)) }
        var rows = [["consumer key", credentials.key]]
        if !secret.isEmpty { rows.append(["consumer secret", secret]) }
        TextTable.write(rows)
        if !secret.isEmpty { Diagnostics.say("The secret is not shown again.") }
    }
}
#endif
