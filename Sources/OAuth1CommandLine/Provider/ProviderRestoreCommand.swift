//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1GRDB

/// `oauth1 provider restore`: puts a backup in the place of a SQLite database.
struct ProviderRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace a SQLite database with a backup, while no server runs.",
        discussion: """
            Stop all servers first: while one has the database open, nothing is changed. The backup is checked and copied. The \
            replaced database is kept beside it with the suffix .before-restore. Run this as the user of the servers, so that \
            the file belongs to that user. This command needs no keys. For PostgreSQL, use pg_restore.

            Requests that are stamped until about a minute after the next start of a server are rejected. Tokens that were \
            revoked after the backup was made are valid again, and tokens that were issued after it are unknown.
            """
    )

    @Argument(help: "The backup, which is not changed.", completion: .file())
    var file: String

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try options.withFile("restore", mayBeNew: true) { path in
            InputFile.warnIfExposed(file, option: "the backup")
            let restore = try DatabaseRestore(path, from: file)
            Diagnostics.say("Restored \(path) from \(file).")
            if let replaced = restore.replacedPath {
                Diagnostics.say("The replaced database is \(replaced). Remove it when nobody needs it anymore.")
            }
            if restore.needsMigration {
                Diagnostics.say("The tables have an older version. Run oauth1 provider migrate before servers start.")
            }
            Diagnostics.say(
                "Requests that are stamped until about a minute after the next start of a server are rejected. Tokens that were "
                    + "revoked after the backup was made are valid again: revoke them again. Tokens that were issued after it "
                    + "are unknown."
            )
        }
    }
}
#endif
