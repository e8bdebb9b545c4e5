//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1
import OAuth1Client

/// The options for the service and the credentials of a migration.
struct MigrationTargetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The stored login whose consumer key and service are used.", valueName: "name"))
    var profile: String?

    @Option(
        help: ArgumentHelp("A file with the secrets. Use - for standard input.", valueName: "file"),
        completion: .file()
    )
    var secretsFile: String?

    @Option(
        name: .customLong("oauth2-client-id"),
        help: ArgumentHelp("The client ID of the OAuth 2.0 client, for X. Default: OAUTH2_CLIENT_ID.", valueName: "id")
    )
    var oauth2ClientID: String?

    @Flag(help: "The OAuth 2.0 client is public: it has no secret.")
    var publicClient = false

    @Option(
        name: .customLong("parameter"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "A parameter of the exchange, such as scope=tweet.read. Can be repeated.",
            valueName: "name=value"
        )
    )
    var parameters: [String] = []

    @Option(
        name: .customLong("variable"),
        parsing: .singleValue,
        help: ArgumentHelp("A variable of the service. Can be repeated.", valueName: "name=value")
    )
    var variables: [String] = []

    @Option(help: ArgumentHelp("An environment of the service, such as sandbox.", valueName: "name"))
    var environment: String?

    @Option(
        name: .customLong("exchange-url"),
        help: ArgumentHelp("Exchange at this URL, for example of oauth1 serve --imitate garmin.", valueName: "url")
    )
    var exchangeURL: String?

    @Option(help: ArgumentHelp("The longest time for one request, in seconds.", valueName: "seconds"))
    var maxTime: Double = 60

    @Option(help: ArgumentHelp("An HTTP proxy. Default: the variables https_proxy and no_proxy.", valueName: "url"))
    var proxy: String?

    @OptionGroup var trust: TrustOptions

    func validate() throws {
        guard maxTime > 0, maxTime <= 3_600 else {
            throw ValidationError("--max-time must be greater than 0 and at most 3600 seconds, got \(maxTime).")
        }
        _ = try NameValueOptions.parameters(parameters, option: "--parameter")
        _ = try NameValueOptions.parameters(variables, option: "--variable")
    }

    /// Finds the service and the credentials.
    ///
    /// - Parameter argument: The value of `--service`.
    /// - Returns: What the tokens are exchanged with.
    /// - Throws: `ValidationError`, or ``CommandFailure``.
    func target(service argument: String?) throws -> MigrationTarget {
        let store = try ProfileStore()
        let named = try profile.map { try store.profile(named: $0) }
        var source =
            if let argument {
                try ServiceSource.find(
                    argument,
                    option: "--service",
                    advice: "oauth1 services list shows all of them; --service also takes a JSON file."
                )
            } else {
                named?.service ?? ProfileService(preset: "")
            }
        if let named, argument != nil, named.service != source {
            throw ValidationError(
                "--profile \(named.name) is a login with another service. Omit --service or --profile."
            )
        }
        for variable in try NameValueOptions.parameters(variables, option: "--variable") {
            source.variables[variable.name] = variable.value
        }
        source.environment = environment ?? source.environment
        let service = try MigrationTarget.described(source.resolve(), exchangeURL: exchangeURL)
        let secrets = try CommandLineSecrets(file: secretsFile)
        let related =
            if let named {
                named
            } else if secrets.consumerKey == nil, service.tokenExchange?.authentication == .signature,
                let stored = try store.document().profiles.first(where: { $0.service == source })
            {
                try store.profile(named: stored.name)
            } else {
                Profile?.none
            }
        return try MigrationTarget(
            service: service,
            source: source,
            client: client(of: service, secrets, related),
            oauth2Client: oauth2Client(of: service, secrets),
            profile: related,
            keyPassphrase: secrets.keyPassphrase,
            parameters: NameValueOptions.parameters(parameters, option: "--parameter"),
            connection: ConnectionSettings(timeout: maxTime, proxy: proxy, cacert: trust.cacert)
        )
    }

    /// The consumer key and secret, if the exchange is signed.
    private func client(
        of service: OAuth1Service,
        _ secrets: CommandLineSecrets,
        _ related: Profile?
    ) throws -> OAuth1ClientCredentials {
        guard service.tokenExchange?.authentication == .signature else {
            return OAuth1ClientCredentials(key: "unused", secret: "")
        }
        let method = related?.signing?.method ?? SignatureMethodName(service.signature)
        if method?.isRSA == true, related?.signing?.keyFile == nil {
            throw ValidationError(
                "\(service.name) signs with a private key. Log in with oauth1 login and --rsa-key first, and pass --profile."
            )
        }
        if profile != nil, let related { return related.client }
        return try ConsumerCredentials(service: service, isRSA: method?.isRSA == true).find(secrets, related: related)
    }

    /// The OAuth 2.0 client, if the exchange needs one.
    private func oauth2Client(of service: OAuth1Service, _ secrets: CommandLineSecrets) throws
        -> OAuth2ClientCredentials?
    {
        guard service.tokenExchange?.authentication == .oauth2Client else { return nil }
        guard let id = oauth2ClientID ?? secrets.oauth2ClientID, !id.isEmpty else {
            throw ValidationError(
                "\(service.name) asks for the application's OAuth 2.0 client. Set \(CommandLineSecrets.oauth2ClientIDName) and "
                    + "\(CommandLineSecrets.oauth2ClientSecretName), or use --secrets-file."
            )
        }
        if publicClient { return OAuth2ClientCredentials(id: id) }
        if let secret = secrets.oauth2ClientSecret, !secret.isEmpty {
            return OAuth2ClientCredentials(id: id, secret: secret)
        }
        guard let terminal = ControllingTerminal() else {
            throw ValidationError(
                "No secret of the OAuth 2.0 client was given. Set \(CommandLineSecrets.oauth2ClientSecretName), or pass "
                    + "--public-client if it has none."
            )
        }
        return OAuth2ClientCredentials(
            id: id,
            secret: try terminal.readSecret("Secret of the OAuth 2.0 client (not shown): ")
        )
    }
}
#endif
