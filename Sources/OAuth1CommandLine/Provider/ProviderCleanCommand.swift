//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// `oauth1 provider clean`: removes what has expired.
struct ProviderCleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove expired tokens and old nonces, in short transactions.",
        discussion: """
            Servers remove what has expired as new tokens and nonces come. This is for what they left, for example after a \
            day with many requests. Tokens stay for an hour after they expired, so that clients learn why they are rejected.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Remove nonces that are stamped longer ago. Requests that old are rejected from then on, so it must be longer "
                + "than the timestamp window of each server.",
            valueName: "seconds"
        )
    )
    var nonceAge: Int64 = 86_400

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: ProviderDatabaseOptions

    private struct Result: Encodable {
        let removedTokens: Int
        let removedNonces: Int
    }

    func validate() throws {
        guard (300...31_536_000).contains(nonceAge) else {
            throw ValidationError("--nonce-age must be between 300 and 31536000 seconds, got \(nonceAge).")
        }
    }

    func run() async throws {
        let result = try await options.withDatabase(for: .maintenance) { opened in
            Result(
                removedTokens: try await opened.database.removeExpired(),
                removedNonces: try await opened.database.removeNonces(stampedBefore: opened.now - nonceAge)
            )
        }
        if json { return try JSONOutput.write(result) }
        Diagnostics.say("Removed \(result.removedTokens) tokens and \(result.removedNonces) nonces.")
    }
}
#endif
