//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// `oauth1 provider`: what the operator of a provider does with its database.
struct ProviderCommand: ParsableCommand {
    #if Provider
    /// Other than those of commands that call a service.
    private static let exitStatuses = """
        Exit status: 0 if everything succeeded; 1 if the client is unknown or exists already, the file for a backup exists, the \
        tables have another version, or removing rows was not confirmed; 64 for wrong arguments; 66 if a file is missing, \
        unreadable or not a database, a log of another database is beside it, the database does not exist or rejects the user \
        or the password, or a key of the database is missing; 75 if the database is locked or in use, its disk is full, or it \
        can't be reached: try later.
        """

    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Maintain the database of a provider: clients, keys, tokens and the replay floor.",
        discussion: """
            The servers of the provider may run meanwhile, except for restore. The database and its keys are those that the servers have:

              oauth1 provider status --database /var/lib/photos/oauth1.sqlite --keys-file /etc/photos/oauth1-keys
              oauth1 provider status --database postgresql://oauth1@db.example/photos --keys-file /etc/photos/oauth1-keys

            The file with the keys has one on each line, the newest first, such as the output of openssl rand -hex 32. \
            Without the options, OAUTH1_DATABASE and OAUTH1_DATABASE_KEYS are used; there, commas separate the keys. A password \
            of PostgreSQL is in OAUTH1_DATABASE, PGPASSWORD or the file PGPASSFILE, never in an argument. PostgreSQL needs a \
            build with the trait PostgreSQL, too.

            \(exitStatuses)
            """,
        subcommands: [
            ProviderMigrateCommand.self, ProviderClientsCommand.self, ProviderKeysCommand.self,
            ProviderCleanCommand.self, ProviderBackupCommand.self, ProviderRestoreCommand.self,
            ProviderFloorCommand.self, ProviderStatusCommand.self,
        ]
    )
    #else
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Maintain the database of a provider. Needs a build with the trait Provider."
    )

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var arguments: [String] = []

    func run() throws {
        throw CommandFailure(
            .usage,
            "this build of oauth1 has no provider commands, which need a database library that the others don't",
            advice: "Build it with the trait Provider: swift run --traits Provider oauth1 provider"
        )
    }
    #endif
}
#endif
