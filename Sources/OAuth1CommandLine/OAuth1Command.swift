//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// The command line tool.
@main
struct OAuth1Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oauth1",
        abstract: "OAuth 1.0a on the command line: sign requests, and watch a whole login happen.",
        subcommands: [DemoCommand.self, SignCommand.self]
    )

    static func main() async {
        await main(SignCommand.completingBodyHash(Array(CommandLine.arguments.dropFirst())))
    }
}
#else
/// Stands in for the tool when its trait is off, so that the package builds without the tool's dependencies.
@main
struct OAuth1Command {
    static func main() {
        print("The command line tool needs its trait: swift run --traits CommandLineTool oauth1 --help")
    }
}
#endif
