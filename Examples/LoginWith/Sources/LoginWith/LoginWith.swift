//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser

/// An example of "log in with …": a site, and replicas of the services that it logs in with.
@main
struct LoginWith: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "LoginWith",
        abstract: "A site with \"log in with …\" buttons for OAuth 1.0a services, and replicas of these services.",
        subcommands: [SiteCommand.self, ReplicasCommand.self],
        defaultSubcommand: SiteCommand.self
    )
}
