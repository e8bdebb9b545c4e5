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
import OAuth1URLSession

/// `oauth1 login`: logs in with a service once, and stores the result for the other commands.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in with a service, and store the login for the other commands.",
        discussion: """
            SERVICE is a preset (see oauth1 services list), a file with the JSON of a service, the name of a stored \
            login, or any name together with --request-token-url, --authorize-url and --access-token-url.

            The consumer key and secret come from the environment variables OAUTH1_CONSUMER_KEY and \
            OAUTH1_CONSUMER_SECRET, from --secrets-file, from an earlier login with the same service, or else are asked \
            for on the terminal. There are no options for them, because other users of the machine can see the \
            arguments.

            The browser opens the page of the service, and comes back to a listener on 127.0.0.1 and ::1. Over SSH, or \
            with --headless, the command prints the URL of the page instead, and reads the PIN or the URL at which the \
            browser ends.

            Examples:
              oauth1 login x
              oauth1 login discogs --account alice --headless
              pass show x | oauth1 login x --with-token
            """
    )

    @Argument(help: "The service: a preset, a JSON file, a stored login, or a new name.")
    var service: String

    @Option(
        help: ArgumentHelp("A name for this user's login, if you have several with the service.", valueName: "name")
    )
    var account: String?

    @OptionGroup(title: "The service")
    var options: LoginServiceOptions

    @OptionGroup(title: "The browser")
    var browserOptions: LoginBrowserOptions

    @Option(help: ArgumentHelp("A file with the secrets. Use - for standard input.", valueName: "file"))
    var secretsFile: String?

    @Flag(
        help: """
            Read the token from standard input instead of asking the user, as lines such as OAUTH1_TOKEN=value and \
            OAUTH1_TOKEN_SECRET=value. oauth1 auth export --format env prints such lines.
            """
    )
    var withToken = false

    @Option(help: ArgumentHelp("The user's name, for services that exchange name and password.", valueName: "name"))
    var username: String?

    @Flag(help: "Encrypt the secrets of all stored logins with a passphrase.")
    var encrypt = false

    @Flag(name: .shortAndLong, help: "Explain each step, and show the requests without secrets.")
    var verbose = false

    func validate() throws {
        if withToken, let secretsFile, secretsFile != "-" {
            throw ValidationError("--with-token reads standard input. Use it without --secrets-file.")
        }
    }

    func run() async throws {
        let interruption = await LoginInterruption(message: "login cancelled, nothing was stored")
        defer { withExtendedLifetime(interruption) {} }
        let store = try ProfileStore()
        let target = try LoginTarget(service, account: account, options: options, in: store.document())
        let secrets = try CommandLineSecrets(file: withToken ? "-" : secretsFile)
        warn(of: target.service)
        let encryption = try store.encryption(starting: encrypt)
        let related = try target.related.map { try store.profile(named: $0.name) }
        let isRSA = (target.signing?.method ?? SignatureMethodName(target.service.signature))?.isRSA == true
        let client = try ConsumerCredentials(service: target.service, isRSA: isRSA).find(secrets, related: related)
        let session = LoginSession(
            target: target,
            profile: Profile(
                name: target.name,
                service: target.source,
                client: client,
                signing: target.signing,
                clockOffset: related?.clockOffset ?? 0
            ),
            replaced: related.flatMap { $0.name == target.name ? $0 : nil },
            keyPassphrase: secrets.keyPassphrase,
            isVerbose: verbose
        ) { profile in
            try store.save([profile], using: profile.name, encryption)
        }
        try await log(in: session, secrets)
    }

    /// Gets the access token in the way of the service.
    private func log(in session: LoginSession, _ secrets: CommandLineSecrets) async throws {
        switch session.target.service.flow {
        case .consumerOnly:
            try await session.complete(nil)
        case .threeLegged where !withToken:
            try await browserOptions.logIn(session)
        case .xAuth where !withToken:
            let answers = TokenQuestions(service: session.target.service)
            let client = try session.client()
            let token = try await client.fetchAccessToken(
                username: answers.username(username),
                password: answers.password()
            )
            try await session.complete(token, by: client)
        case .threeLegged, .xAuth, .staticToken:
            let answers = TokenQuestions(service: session.target.service)
            try await session.complete(answers.token(secrets, mayAsk: !withToken))
        }
    }

    /// Says what the service plans for OAuth 1.0a, if that ends.
    private func warn(of service: OAuth1Service) {
        guard let deprecation = service.deprecation, [.announced, .ends].contains(deprecation.status) else { return }
        Diagnostics.warn("\(service.name): \(deprecation) Source: \(deprecation.source)")
    }
}

extension SignatureMethodName {
    /// The default method of a service, if the tool knows it.
    init?(_ signature: OAuth1Service.Signature) {
        self.init(argument: signature.defaultMethod.rawValue)
    }
}
#endif
