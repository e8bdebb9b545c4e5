//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider migrate`: creates the tables, or updates them.
struct ProviderMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Create the database, or update its tables to this version.",
        discussion: """
            Run it before the servers of a new version start. Running it again changes nothing.

            Requests may have been accepted before a database is created, for example with a database that was lost. So \
            requests that are stamped up to 60 seconds after its creation are rejected, and clients that don't learn the \
            accepted timestamps are rejected for about a minute. For a new service, run it a minute before the servers start.
            """
    )

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        // It decrypts nothing, so that a list without a key does not keep the tables from being updated.
        try await options.withDatabase(for: .maintenance, migrates: true) { opened in
            let (version, previous) = (opened.database.schemaVersion, opened.database.previousSchemaVersion)
            switch previous {
            case 0: Diagnostics.say("Created the tables of \(opened.place), version \(version).")
            case version: Diagnostics.say("The tables of \(opened.place) are up to date, version \(version).")
            default: Diagnostics.say("Updated the tables of \(opened.place) from version \(previous) to \(version).")
            }
            ProviderStatusCommand.sayMissingKeys(try await opened.database.status())
        }
    }
}
#endif
