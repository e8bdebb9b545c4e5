//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider clients`: the registered clients.
struct ProviderClientsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients",
        abstract: "Register, list, disable and enable clients, and replace their secrets.",
        subcommands: [
            ProviderClientsCreateCommand.self, ProviderClientsListCommand.self, ProviderClientsDisableCommand.self,
            ProviderClientsEnableCommand.self, ProviderClientsRotateCommand.self,
        ]
    )

    /// A consumer key for a terminal: keys that were not registered with this tool may contain control characters.
    static func shown(_ key: String) -> String { VisibleText.escaping(key, onOneLine: true) }

    /// The failure of a command for a client that does not exist.
    static func notFound(_ key: String) -> CommandFailure {
        CommandFailure(
            .failed,
            "no client has the consumer key \(shown(key))",
            advice: "List the clients with oauth1 provider clients list"
        )
    }
}

/// `oauth1 provider clients disable`.
struct ProviderClientsDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Reject the requests of a client from now on, with consumer_key_refused.",
        discussion: "Its tokens stay, and work again after oauth1 provider clients enable."
    )

    @Argument(help: "The consumer key.")
    var key: String

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try await options.setDisabled(true, key: key)
        Diagnostics.say("Disabled \(ProviderClientsCommand.shown(key)). Its requests are rejected.")
    }
}

/// `oauth1 provider clients enable`.
struct ProviderClientsEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Accept the requests of a disabled client again."
    )

    @Argument(help: "The consumer key.")
    var key: String

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try await options.setDisabled(false, key: key)
        Diagnostics.say("Enabled \(ProviderClientsCommand.shown(key)). Its requests are accepted.")
    }
}

extension ProviderDatabaseOptions {
    fileprivate func setDisabled(_ isDisabled: Bool, key: String) async throws {
        try await withDatabase { opened in
            let client = try await opened.database.registry.updateClient(forKey: key) { $0.isDisabled = isDisabled }
            guard client != nil else { throw ProviderClientsCommand.notFound(key) }
        }
    }
}
#endif
