//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider keys forget-lost`: removes the rows that nobody can read, as their key is lost.
struct ProviderKeysForgetLostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget-lost",
        abstract: "Remove the clients and tokens that were encrypted with a key that is lost.",
        discussion: """
            No server starts while rows need a key that is not in the list. If any server or backup still has the key, add it \
            to the list instead: nothing is lost then. Without --identifier, the command shows the keys that are missing, and \
            removes nothing.

            Removed rows can't be restored without a backup. Users authorize the clients of removed tokens again, and removed \
            clients must be registered again, with a new secret. Replays stay rejected.
            """
    )

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Confirms that the key with this identifier is lost, and removes its rows. Can be repeated.",
            valueName: "identifier"
        )
    )
    var identifier: [String] = []

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try await options.withDatabase(for: identifier.isEmpty ? .reading : .maintenance) { opened in
            let missing = try await opened.database.status().keys.filter { $0.position == nil }
            if let unknown = identifier.first(where: { name in !missing.contains { $0.identifier == name } }) {
                throw CommandFailure(
                    .failed,
                    "no row needs a missing key with the identifier \(VisibleText.escaping(unknown, onOneLine: true))",
                    advice: "Look for it with oauth1 provider status"
                )
            }
            guard !identifier.isEmpty else { return try show(missing) }
            for key in identifier {
                let count = try await opened.database.removeRows(ofLostKey: key)
                Diagnostics.say("Removed \(count == 1 ? "1 row" : "\(count) rows") of the key \(key).")
            }
        }
    }

    private func show(_ missing: [OAuth1DatabaseStatus.KeyUse]) throws {
        guard let first = missing.first else { return Diagnostics.say("No row needs a key that is not in the list.") }
        TextTable.write(missing.map { ["key \($0.identifier)", ProviderStatusCommand.rowText($0)] })
        throw CommandFailure(
            .failed,
            "nothing was removed: the list of keys may be incomplete",
            advice: "Add the key to the list. If it is lost, run this again with --identifier \(first.identifier)"
        )
    }
}
#endif
