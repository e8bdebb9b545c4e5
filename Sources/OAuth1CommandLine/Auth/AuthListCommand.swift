//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// `oauth1 auth list`: the stored logins, without a request and without their secrets.
struct AuthListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the stored logins. Nothing is sent, and no passphrase is needed."
    )

    @Flag(help: "Print JSON.")
    var json = false

    /// A login as a row of the output.
    private struct Row: Encodable {
        let name: String
        let service: String
        let user: String?
        let isInUse: Bool
        let isEncrypted: Bool
        let endsAt: Int64?
    }

    func run() throws {
        let store = try ProfileStore()
        let document = try store.document()
        let inUse = store.variable ?? document.inUse?.name
        let rows = document.profiles.map { profile in
            Row(
                name: profile.name,
                service: (try? profile.service.resolve().name) ?? profile.service.preset ?? "unknown",
                user: profile.user,
                isInUse: profile.name == inUse,
                isEncrypted: profile.encryptedSecrets != nil,
                endsAt: profile.endsAt
            )
        }
        if json { return try JSONOutput.write(rows) }
        if rows.isEmpty { Diagnostics.say("Nobody is logged in. Run oauth1 login SERVICE.") }
        let now = OAuth1SystemClock().now()
        TextTable.write(
            rows.map { row in
                [
                    row.isInUse ? "*" : " ", row.name, row.service, row.user ?? "-",
                    row.endsAt.map { $0 <= now ? "ended" : "ends \(UTCTime.text($0))" } ?? "",
                ]
            }
        )
    }
}
#endif
