//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider clients list`: the registered clients, without their secrets.
struct ProviderClientsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the registered clients, without their secrets."
    )

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        let rows = try await options.withDatabase(for: .reading) { opened in
            try await opened.database.registry.allClients()
                .sorted { $0.key < $1.key }
                .map { ListedClient($0, now: opened.now) }
        }
        if json { return try JSONOutput.write(rows) }
        if rows.isEmpty {
            Diagnostics.say("No client is registered. Register one with oauth1 provider clients create.")
        }
        TextTable.write(rows.map(\.cells))
    }
}
#endif
