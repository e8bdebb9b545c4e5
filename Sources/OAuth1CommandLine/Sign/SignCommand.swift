//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client

/// `oauth1 sign`: signs one request and prints the requested part.
struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a request and print the result. Nothing is sent.",
        discussion: """
            Secrets are read from the environment variables OAUTH1_CONSUMER_SECRET and OAUTH1_TOKEN_SECRET, and \
            OAUTH1_RSA_KEY_PASSPHRASE for an encrypted key. Alternatively, --secrets-file names a file with lines such \
            as OAUTH1_CONSUMER_SECRET=value. There are no options for secrets, because other users of the machine can \
            see the arguments.

            Example:
              OAUTH1_CONSUMER_SECRET=… OAUTH1_TOKEN_SECRET=… \\
                oauth1 sign POST https://api.example.com/notes --consumer-key … --token … -d text=Hello
            """
    )

    @Argument(help: "The HTTP method, for example GET.")
    var method: String

    @Argument(help: "The absolute URL, including the query. With --profile also a path below its base URL.")
    var url: String

    @OptionGroup
    var credentials: CredentialOptions

    @OptionGroup
    var request: RequestOptions

    @Option(help: "The callback URL (oauth_callback), or oob. For a request token.")
    var callback: String?

    @Option(help: "The verifier (oauth_verifier). For an access token.")
    var verifier: String?

    @Option(help: "The nonce. Default: a random one.")
    var nonce: String?

    @Option(help: "The timestamp, in seconds since 1970. Default: now.")
    var timestamp: Int64?

    @Option(
        help:
            "What to print. Default: the part with the OAuth parameters."
    )
    var output: SignOutput?

    func validate() throws {
        _ = try RequestTarget.method(method)
        try RequestTarget.check(url, allowsPath: credentials.profile != nil)
        if credentials.consumerKey == nil, credentials.profile == nil, !credentials.mayHaveEnvironmentKey {
            throw ValidationError(
                "Missing expected argument '--consumer-key <consumer-key>', or '--profile <name>', or the environment "
                    + "variable \(CommandLineSecrets.consumerKeyName)"
            )
        }
        if request.readsStandardInput, credentials.secretsFile == "-" {
            throw ValidationError(
                "--secrets-file and the body can't both read standard input. Use a file for one of them."
            )
        }
        if let timestamp, timestamp <= 0 {
            throw ValidationError("--timestamp must be greater than 0, got \(timestamp).")
        }
        if let nonce, nonce.isEmpty { throw ValidationError("--nonce is empty. Omit it to use a random one.") }
        if output == .header, credentials.placement ?? .header != .header {
            throw ValidationError("--output header can only be used with --placement header.")
        }
    }

    func run() async throws {
        request.warn(of: try RequestTarget.method(method))
        if let verifier { Diagnostics.warn(ofFlawIn: "--verifier", verifier) }
        warnOfCallback()
        let options = OAuth1SigningOptions(
            callback: callback,
            verifier: verifier,
            nonce: nonce.map { OAuth1Nonce($0) },
            timestamp: timestamp
        )
        let signed = try await UnsentRequest(method, url, request)
            .signed(with: credentials.login(), options)
        try (output ?? SignOutput(credentials.placement ?? .header)).write(signed)
    }

    /// Only warns, so that the response of a provider to such a callback can be tested.
    private func warnOfCallback() {
        guard let callback, callback != CallbackURI.outOfBand else { return }
        do {
            _ = try CallbackURI(callback)
        } catch {
            Diagnostics.warn("--callback \(error.reason)")
        }
    }
}
#endif
