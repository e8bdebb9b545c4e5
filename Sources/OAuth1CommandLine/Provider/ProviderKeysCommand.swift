//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import Foundation
import OAuth1Server

/// `oauth1 provider keys`: the keys that encrypt the database.
struct ProviderKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Replace the keys that encrypt the database, or remove rows whose key is lost.",
        subcommands: [ProviderKeysRotateCommand.self, ProviderKeysForgetLostCommand.self]
    )
}

/// `oauth1 provider keys rotate`: encrypts all rows with the newest key.
struct ProviderKeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Encrypt all rows with the newest key, while the servers run.",
        discussion: """
            Steps of a rotation:
              1. Add the new key as the last one to the list of each server, and restart the servers.
              2. Make it the first one of each list, and restart the servers.
              3. oauth1 provider keys rotate, with the same list.
              4. Remove the old key from each list when the command says so.

            Each server must have the new key in its list before you rotate: a server without it rejects all clients with \
            status 503.

            It works in short transactions. If it is interrupted, run it again.
            """
    )

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try await options.withDatabase { opened in
            let shown = isatty(STDERR_FILENO) == 1
            let count = try await opened.database.rotateKeys { done in
                // A batch has 200 rows.
                if shown, done % 10_000 < 200 { Diagnostics.say("\(done) rows") }
            }
            let status = try await opened.database.status()
            let key = status.keys.first?.identifier ?? ""
            if count > 0 {
                Diagnostics.say("Encrypted \(ProviderStatusCommand.counted(count, "row")) with the newest key, \(key).")
            }
            guard status.rowsWithOlderKeys == 0 else {
                throw CommandFailure(
                    .failed,
                    "\(status.rowsWithOlderKeys) rows still need an older key: a server that has it as its first key wrote "
                        + "them meanwhile",
                    advice: "Make the new key the first one of each server's list, then run this again"
                )
            }
            // Names the key: with the list in the wrong order, it is not the one that is meant to stay.
            var text = "All rows use key \(key), the first in your list."
            if status.keys.count > 1 { text += " Remove the other keys as soon as each server has \(key) first." }
            Diagnostics.say(text)
        }
    }
}
#endif
