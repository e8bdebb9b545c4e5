//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider status`: what is in the database, without secrets.
struct ProviderStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Count what is in the database, and show which keys it needs. No secrets are shown."
    )

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try await options.withDatabase(for: .reading) { opened in
            let status = try await opened.database.status()
            if json { return try JSONOutput.write(status) }
            TextTable.write(rows(status, now: opened.now) + keyRows(status))
            if status.isStandby {
                Diagnostics.say("The answer is from a standby, which may not have the last changes of the primary yet.")
            }
            Self.sayMissingKeys(status)
            if status.rowsWithMissingKeys == 0, status.rowsWithOlderKeys > 0 {
                Diagnostics.say("Rows need an older key. Run oauth1 provider keys rotate.")
            }
            if let failure = status.removalFailure {
                let count = failure.count == 1 ? "once" : "\(failure.count) times"
                Diagnostics.say(
                    "The servers can't remove old nonces: \(failure.reason). It failed \(count), last at "
                        + "\(UTCTime.text(failure.time))."
                )
            }
        }
    }

    /// Says what to do if rows need a key that the list does not have.
    static func sayMissingKeys(_ status: OAuth1DatabaseStatus) {
        guard status.rowsWithMissingKeys > 0 else { return }
        warnOfOtherList(status)
        Diagnostics.say(
            "Rows need a key that is not in the list, so no server can start with this list. Add the key to it. If the key "
                + "is lost, run oauth1 provider keys forget-lost."
        )
    }

    /// Warns of a list without any key of the database.
    static func warnOfOtherList(_ status: OAuth1DatabaseStatus) {
        guard status.lacksAllKeys else { return }
        Diagnostics.warn("no row has a key of the list: it may be the list of another database")
    }

    private func rows(_ status: OAuth1DatabaseStatus, now: Int64) -> [[String]] {
        [
            ["schema version", "\(status.schemaVersion)"],
            ["size", "\(status.byteCount) bytes"],
            ["clients", "\(status.clients)"],
            ["request tokens", "\(status.requestTokens), \(status.expiredRequestTokens) expired"],
            ["access tokens", "\(status.accessTokens), \(status.expiredAccessTokens) expired"],
            ["nonces", "\(status.nonces)"],
            ["oldest nonce", status.oldestNonce.map { "\($0), \(UTCTime.text($0))" } ?? "none"],
            [
                "replay floor",
                status.nonceFloor == 0 ? "none" : "\(status.nonceFloor), \(UTCTime.text(status.nonceFloor))",
            ],
        ]
    }

    private func keyRows(_ status: OAuth1DatabaseStatus) -> [[String]] {
        status.keys.map { key in
            let place =
                switch key.position {
                case 1: "the newest, \(Self.counted(key.rows, "row"))"
                case let position?: "number \(position) in the list, \(Self.counted(key.rows, "row"))"
                case nil: "not in the list, \(Self.rowText(key))"
                }
            return ["key \(key.identifier)", place]
        }
    }

    /// How many rows have a key, clients and tokens.
    static func rowText(_ key: OAuth1DatabaseStatus.KeyUse) -> String {
        let (clients, tokens) = (counted(key.clients, "client"), counted(key.rows - key.clients, "token"))
        return "\(counted(key.rows, "row")): \(clients), \(tokens)"
    }

    /// A number with its noun.
    static func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}
#endif
