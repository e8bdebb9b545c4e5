//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1
import OAuth1Server

/// `oauth1 provider clients rotate`: gives a client a new secret.
struct ProviderClientsRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a client a new secret, and print it once.",
        discussion: """
            The old secret works until --grace is over, so that the client can change to the new one. If the old one was \
            stolen, use --grace 0. The tokens of the client stay valid. Only one old secret works at a time, so a second \
            rotation is rejected until the first one is over, except with --grace 0, or with --force if the client has changed \
            already.
            """
    )

    @Argument(help: "The consumer key.")
    var key: String

    @Option(help: ArgumentHelp("How long the old secret works. 0 to reject it at once.", valueName: "seconds"))
    var grace: Int64 = 86_400

    @Flag(help: "Rotate even if the previous secret still works. The previous secret stops working at once.")
    var force = false

    @OptionGroup var output: ClientSecretOutput
    @OptionGroup var options: ProviderDatabaseOptions

    func validate() throws {
        guard (0...31_536_000).contains(grace) else {
            throw ValidationError("--grace must be between 0 and 31536000 seconds, got \(grace).")
        }
    }

    func run() async throws {
        try await options.withDatabase { opened in
            let registry = opened.database.registry
            guard let client = try await registry.client(forKey: key) else {
                throw ProviderClientsCommand.notFound(key)
            }
            guard !client.credentials.secret.isEmpty else {
                throw CommandFailure(
                    .failed,
                    "\(ProviderClientsCommand.shown(key)) has no secret: it signs with an RSA method",
                    advice: "Register a client with the new public key"
                )
            }
            // Without a grace nobody expects that an old secret works.
            if grace > 0, !force, let previous = client.previousSecret, previous.validUntil >= opened.now {
                throw CommandFailure(
                    .failed,
                    "the secret of \(ProviderClientsCommand.shown(key)) was replaced before, and the old one works until "
                        + "\(UTCTime.text(previous.validUntil)): the client may still use it",
                    advice: "Wait until then, or use --force if the client has the current secret"
                )
            }
            let secret = OAuth1RandomTokenGenerator().makeSecret()
            let end = grace == 0 ? nil : opened.now + grace
            try await output.write(OAuth1ClientCredentials(key: key, secret: secret)) {
                let changed = try await registry.updateClient(forKey: key) { client in
                    client.replaceSecret(with: secret, oldIsValidUntil: end)
                }
                guard changed != nil else { throw ProviderClientsCommand.notFound(key) }
            }
            Diagnostics.say(
                end.map { "The old secret works until \(UTCTime.text($0))." }
                    ?? "The old secret is rejected from now on."
            )
        }
    }
}
#endif
