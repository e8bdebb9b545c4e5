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
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "oauth1",
        abstract: "Log in with OAuth 1.0a services, call them, sign requests, and see a complete login.",
        discussion: CallHelp.exitStatuses,
        version: version,
        subcommands: [
            LoginCommand.self, AuthCommand.self, TokenCommand.self, ServicesCommand.self,
            GetCommand.self, PostCommand.self, PutCommand.self, PatchCommand.self, DeleteCommand.self, HeadCommand.self,
            RequestCommand.self,
            DemoCommand.self, SignCommand.self,
            DiagnoseCommand.self, ServeCommand.self, MigrateCommand.self, ProxyCommand.self, ProviderCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot(
                CredentialOptions.completingBodyHash(Array(CommandLine.arguments.dropFirst()))
            )
            do {
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let error as ValidationError {
                // The parser would show the usage of the root command.
                Diagnostics.fail(error, in: type(of: command))
                exit(withError: ExitStatus.usage.code)
            } catch let error where !(error is ExitCode) && exitCode(for: error) != .success {
                let failure = CommandFailure(running: error)
                Diagnostics.fail(failure.text)
                exit(withError: failure.status.code)
            }
        } catch {
            exit(withError: error)
        }
    }
}
#else
/// Replaces the tool when its trait is off, so that the package builds without the dependencies of the tool.
@main
struct OAuth1Command {
    static func main() {
        print("Enable the trait of the command line tool: swift run --traits CommandLineTool oauth1 --help")
    }
}
#endif
