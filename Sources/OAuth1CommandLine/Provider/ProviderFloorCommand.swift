//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider floor`: the oldest timestamp that is accepted.
struct ProviderFloorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor",
        abstract: "Raise the replay floor: the oldest timestamp that is accepted.",
        subcommands: [ProviderFloorNowCommand.self]
    )
}

/// `oauth1 provider floor now`.
struct ProviderFloorNowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now",
        abstract: "Reject all requests that are stamped up to now, or up to 60 seconds later.",
        discussion: """
            After a snapshot of the volume or the machine was restored, the database has forgotten which requests were \
            accepted since the snapshot. Run this before the servers start. Requests that are stamped up to 60 seconds after this \
            moment are rejected too, because a client whose clock is ahead may have sent them already; more seconds if a \
            server had a longer window. Clients learn the accepted timestamps from the rejection. Clients that don't are \
            rejected for about a minute. A copy of a SQLite file that was put back, a restored dump of PostgreSQL and a \
            standby that took over are noticed without it.
            """
    )

    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        try await options.withDatabase(for: .maintenance) { opened in
            let floor = try await opened.database.raiseNonceFloor()
            let time = UTCTime.text(floor, withSeconds: true)
            Diagnostics.say("Requests stamped before \(floor) (\(time)) are rejected.")
        }
    }
}
#endif
