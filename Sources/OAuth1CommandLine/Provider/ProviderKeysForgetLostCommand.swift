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
            to the list instead: nothing is lost then. oauth1 provider status with another list shows whether that list has \
            the key. Without --identifier, the command shows the keys that are missing, and removes nothing.

            Stop all servers first: one that has the key would lose what it writes with it. If more rows with the key appear, \
            the command stops with an error.

            Removed rows can't be restored without a backup. Users whose tokens were removed must authorize the clients \
            again, and removed clients must be registered again, with a new secret. Tokens of a removed client that remain \
            are valid again if a client gets the same consumer key. Replays stay rejected.
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
        // Only reading: an identifier that is wrong changes nothing.
        let (status, keys) = try await options.withDatabase(for: .reading) { opened in
            (try await opened.database.status(), opened.keys)
        }
        for name in identifier { try check(name, status) }
        ProviderStatusCommand.warnOfOtherList(status)
        guard !identifier.isEmpty else { return try show(status.keys.filter { $0.position == nil }) }
        try await options.withDatabase(for: .maintenance, keys: keys) { opened in
            for key in identifier {
                let count = try await opened.database.removeRows(ofLostKey: key)
                Diagnostics.say("Removed \(ProviderStatusCommand.counted(count, "row")) of the key \(key).")
            }
        }
    }

    /// Fails unless rows need a key with the identifier, and the list does not have it.
    private func check(_ name: String, _ status: OAuth1DatabaseStatus) throws {
        let shown = VisibleText.escaping(name, onOneLine: true)
        guard let key = status.keys.first(where: { $0.identifier == name }) else {
            throw CommandFailure(
                .failed,
                "no row needs a key with the identifier \(shown)",
                advice: "Look for it with oauth1 provider status"
            )
        }
        guard key.position == nil else {
            throw CommandFailure(
                .failed,
                "the key \(shown) is in the list, so it is not lost",
                advice: "Show the keys that are missing with oauth1 provider keys forget-lost, without --identifier"
            )
        }
    }

    private func show(_ missing: [OAuth1DatabaseStatus.KeyUse]) throws {
        guard !missing.isEmpty else { return Diagnostics.say("No row needs a key that is not in the list.") }
        TextTable.write(missing.map { ["key \($0.identifier)", ProviderStatusCommand.rowText($0)] })
        let options = missing.map { "--identifier \($0.identifier)" }.joined(separator: " ")
        let (keys, areLost) = missing.count == 1 ? ("the key", "it is lost") : ("the keys", "they are lost")
        throw CommandFailure(
            .failed,
            "nothing was removed: the list of keys may be incomplete",
            advice: "Add \(keys) to the list. If \(areLost), stop all servers and run this again with \(options)"
        )
    }
}
#endif
