//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1

/// Where the passphrase of encrypted profiles comes from.
enum ProfilePassphrase {
    static let variable = "OAUTH1_PASSPHRASE"
    static let fileVariable = "OAUTH1_PASSPHRASE_FILE"

    /// The passphrase from the environment, a file, or else the terminal, without echo.
    ///
    /// - Parameters:
    ///   - isNew: Whether the user chooses it, and so types it twice.
    ///   - environment: The variables of the process.
    /// - Returns: The passphrase.
    /// - Throws: ``CommandFailure``.
    static func ask(isNew: Bool, environment: [String: String]) throws -> OAuth1Secret {
        if let value = environment[variable], !value.isEmpty { return OAuth1Secret(value) }
        if let path = environment[fileVariable], !path.isEmpty {
            let bytes = try InputFile.read(path, option: fileVariable, limit: 4_096)
            let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
            guard !line.isEmpty else { throw CommandFailure(.unreadableInput, "\(fileVariable): \(path) is empty") }
            return OAuth1Secret(String(line))
        }
        guard let terminal = ControllingTerminal() else {
            throw CommandFailure(
                .failed,
                "the profiles are encrypted, and there is no terminal to enter the passphrase",
                advice: "Set \(variable), or \(fileVariable) to the path of a file with the passphrase"
            )
        }
        while true {
            let passphrase = try terminal.readSecret(isNew ? "New passphrase for the profiles: " : "Passphrase: ")
            guard !passphrase.isEmpty else {
                terminal.write("The passphrase can't be empty.\n")
                continue
            }
            guard isNew else { return passphrase }
            if try terminal.readSecret("The same passphrase again: ") == passphrase { return passphrase }
            terminal.write("The two passphrases differ.\n")
        }
    }
}
#endif
