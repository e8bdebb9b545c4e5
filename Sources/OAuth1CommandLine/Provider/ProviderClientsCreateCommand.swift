//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Server

/// `oauth1 provider clients create`: registers a client.
struct ProviderClientsCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Register a client, and print its consumer key and secret once.",
        discussion: """
            Examples:
              oauth1 provider clients create --name "Photo printer" --callback https://printer.example/done
              oauth1 provider clients create --name "Photo frame" --scope photos.read --refresh
              oauth1 provider clients create --name "Album" --env-file album.env
              oauth1 provider clients create --name "Importer" --rsa-public-key importer.pem
            """
    )

    @Option(help: "The name that the consent page shows to users.")
    var name: String

    @Option(help: "The consumer key. Default: 32 random letters and digits.")
    var key: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A callback that the client may ask for. Can be repeated. Default: any that is safe.",
            valueName: "url"
        )
    )
    var callback: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "How callbacks may differ from the registered ones. Can be repeated.",
            valueName: "difference"
        )
    )
    var callbackMatching: [CallbackDifference] = []

    @Flag(help: "Reject oob (out-of-band), with which users carry the verifier to the client.")
    var noOob = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A signature method that the client may use. Can be repeated. Default: all that the provider accepts.",
            valueName: "method"
        )
    )
    var signatureMethod: [SignatureMethodName] = []

    @Option(
        help: ArgumentHelp(
            "A PEM file with the client's public key. The client gets no secret then, and signs with an RSA method.",
            valueName: "file"
        ),
        completion: .file()
    )
    var rsaPublicKey: String?

    @OptionGroup var access: ClientAccessOptions
    @OptionGroup var output: ClientSecretOutput
    @OptionGroup var options: ProviderDatabaseOptions

    func run() async throws {
        let client = try checkedClient()
        try await options.withDatabase { opened in
            let registry = opened.database.registry
            try await output.write(client.credentials) {
                guard try await registry.add(client) else {
                    throw CommandFailure(
                        .failed,
                        "there is a client with the consumer key \(client.key) already",
                        advice: "Choose another --key, or replace its secret with oauth1 provider clients rotate"
                    )
                }
            }
        }
    }

    private func checkedClient() throws -> OAuth1RegisteredClient {
        let generator = OAuth1RandomTokenGenerator()
        let publicKey = try readPublicKey()
        let client = OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(
                key: key ?? generator.makeToken(),
                secret: publicKey == nil ? generator.makeSecret() : ""
            ),
            displayName: name,
            callbacks: callback,
            callbackMatching: callbackMatching.reduce(into: .exact) { $0.insert($1.option) },
            allowsOutOfBand: !noOob,
            rsaPublicKey: publicKey,
            signatureMethods: signatureMethod.isEmpty
                ? nil : Set(signatureMethod.map { OAuth1SignatureMethod.Name(rawValue: $0.rawValue) }),
            allowedAccess: access.allowed,
            accessWithoutToken: access.withoutToken,
            allowsRenewal: access.refresh,
            allowsXAuth: access.xauth
        )
        let rules = ClientSettingRules { $0.optionName }
        do { try rules.check(client) } catch { throw ValidationError(text(error)) }
        return client
    }

    /// A defect as an error about the option, with the value if it is one of several.
    private func text(_ defect: ClientSettingDefect) -> String {
        let values: [String] =
            switch defect.setting {
            case .callbacks: callback
            case .scopes: access.scope
            case .realms: access.realm
            case .scopesWithoutToken: access.scopeWithoutToken
            case .realmsWithoutToken: access.realmWithoutToken
            default: []
            }
        var option = defect.setting.optionName
        if let index = defect.index, values.indices.contains(index), !values[index].isEmpty {
            option += " \(VisibleText.escaping(values[index], onOneLine: true))"
        }
        return "\(option) \(defect.reason)."
    }

    private func readPublicKey() throws -> OAuth1RSAPublicKey? {
        guard let rsaPublicKey else { return nil }
        let bytes = try InputFile.read(rsaPublicKey, option: "--rsa-public-key", limit: 65_536)
        do { return try OAuth1RSAPublicKey(pem: String(decoding: bytes, as: UTF8.self)) } catch {
            throw CommandFailure(.unreadableInput, "--rsa-public-key: \(rsaPublicKey): \(error.reason)")
        }
    }
}

extension ClientSetting {
    /// The option for the setting, or for a secret what replaces it.
    fileprivate var optionName: String {
        switch self {
        case .key: "--key"
        case .secret, .previousSecret: "a secret, which a client with --rsa-public-key does not get"
        case .publicKey: "--rsa-public-key"
        case .displayName: "--name"
        case .callbacks: "--callback"
        case .callbackMatching: "--callback-matching"
        case .allowsOutOfBand: "--no-oob"
        case .signatureMethods: "--signature-method"
        case .scopes: "--scope"
        case .realms: "--realm"
        case .scopesWithoutToken: "--scope-without-token"
        case .realmsWithoutToken: "--realm-without-token"
        }
    }
}
#endif
