//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// `oauth1 auth`: the stored logins.
struct AuthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth",
        abstract: "Check, choose, remove, import and export stored logins.",
        subcommands: [
            AuthStatusCommand.self, AuthListCommand.self, AuthUseCommand.self, AuthRemoveCommand.self,
            AuthImportCommand.self, AuthExportCommand.self,
        ]
    )
}
#endif
