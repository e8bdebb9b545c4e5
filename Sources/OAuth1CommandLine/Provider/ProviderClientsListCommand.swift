//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1
import OAuth1Server

/// `oauth1 provider clients list`: the registered clients, without their secrets.
struct ProviderClientsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the registered clients, without their secrets."
    )

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: ProviderDatabaseOptions

    /// A client as a row of the output.
    private struct Row: Encodable {
        let key: String
        let name: String
        let isDisabled: Bool
        let callbacks: [String]
        let allowsOutOfBand: Bool
        let hasSecret: Bool
        let hasPublicKey: Bool
        let signatureMethods: [String]?
        let previousSecretValidUntil: Int64?

        init(_ client: OAuth1RegisteredClient, now: Int64) {
            key = client.key
            name = client.displayName
            isDisabled = client.isDisabled
            callbacks = client.callbacks
            allowsOutOfBand = client.allowsOutOfBand
            hasSecret = !client.credentials.secret.isEmpty
            hasPublicKey = client.rsaPublicKey != nil
            signatureMethods = client.signatureMethods?.map(\.rawValue).sorted()
            previousSecretValidUntil = client.previousSecret.flatMap { $0.validUntil >= now ? $0.validUntil : nil }
        }

        var state: String {
            if isDisabled { return "disabled" }
            return previousSecretValidUntil.map { "old secret until \(UTCTime.text($0))" } ?? "enabled"
        }
    }

    func run() async throws {
        let rows = try await options.withDatabase { opened in
            try await opened.database.registry.allClients()
                .sorted { $0.key < $1.key }
                .map { Row($0, now: opened.now) }
        }
        if json { return try JSONOutput.write(rows) }
        if rows.isEmpty {
            Diagnostics.say("No client is registered. Register one with oauth1 provider clients create.")
        }
        TextTable.write(rows.map { [$0.key, $0.name, $0.state, $0.callbacks.joined(separator: " ")] })
    }
}
#endif
