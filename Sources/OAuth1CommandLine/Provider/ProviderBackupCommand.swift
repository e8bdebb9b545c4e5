//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import Foundation
import OAuth1GRDB

/// `oauth1 provider backup`: a consistent copy of a SQLite database.
struct ProviderBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a SQLite database to a new file, while servers run.",
        discussion: """
            The copy has the state of one moment, and only its owner can read it. It is as encrypted as the database: keep the \
            keys elsewhere, as it is of no use without them. This command needs no keys. For PostgreSQL, use pg_dump.
            """
    )

    @Argument(help: "The file to write, which must not exist.", completion: .file())
    var file: String

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try options.withFile("backup", mayBeNew: false) { path in
            guard !FileManager.default.fileExists(atPath: file) else {
                throw CommandFailure(.failed, "the file \(file) exists", advice: "Choose a new name, or remove it")
            }
            try DatabaseBackup.write(path, to: file)
            Diagnostics.say("Copied \(path) to \(file).")
        }
    }
}
#endif
