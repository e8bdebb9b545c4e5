//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// `oauth1 services`: the services whose endpoints and quirks the tool knows.
struct ServicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services",
        abstract: "List the known services, and show what each needs.",
        subcommands: [ServicesListCommand.self, ServicesShowCommand.self],
        defaultSubcommand: ServicesListCommand.self
    )
}
#endif
