//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// `oauth1 auth use`: chooses the login that the other commands use.
struct AuthUseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use",
        abstract: "Choose the login that the other commands use."
    )

    @Argument(help: "The name of the login, as oauth1 auth list shows it.")
    var name: String

    func run() throws {
        try ProfileStore()
            .change { document in
                document.current = try StoredProfile.find(name, in: document).name
            }
        Diagnostics.say("Using \(name).")
    }
}
#endif
