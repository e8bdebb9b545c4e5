//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Hummingbird
import OAuth1Testing

/// Serves the replicas alone, for sites in other processes.
struct ReplicasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replicas",
        abstract: "Serve replicas of the services alone, for sites in other processes."
    )

    @Option(help: "The port, on 127.0.0.1.")
    var port = 9000

    @OptionGroup var stop: StopOptions

    func run() async throws {
        stop.begin()
        let host = try OAuth1ReplicaHost(
            baseURL: "http://127.0.0.1:\(port)",
            replicas: OfferedService.all.map(\.replica)
        )
        let application = LoopbackServer.replicas(host, port) {
            say("Replicas at \(host.baseURL)")
        }
        try await application.runService()
    }
}
