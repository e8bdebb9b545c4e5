//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation

/// `oauth1 auth export`: prints a stored login with its secrets, for other programs.
struct AuthExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print a stored login, with its secrets, for other programs.",
        discussion: """
            Examples:
              oauth1 auth export x | ssh server oauth1 login x --with-token
              oauth1 auth export x --format postman > x.postman_collection.json
            """
    )

    /// The form of the output.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        /// Lines for a shell.
        case env
        /// A collection of Postman, which Bruno imports, too.
        case postman
        /// A collection of Bruno, with an environment.
        case bruno
    }

    @Argument(help: "The name of the login. Default: the one in use.")
    var name: String?

    @Option(help: "The form: lines for a shell, or a file that Postman or Bruno imports.")
    var format: Format = .env

    func run() throws {
        let profile = try ProfileStore().profile(named: name)
        if isatty(STDOUT_FILENO) != 0 { Diagnostics.warn("the secrets of \(profile.name) are shown in clear") }
        switch format {
        case .env: print(EnvironmentLines.text(profile), terminator: "")
        case .postman: try JSONOutput.write(PostmanCollection(profile))
        case .bruno: try JSONOutput.write(BrunoCollection(profile))
        }
    }
}
#endif
