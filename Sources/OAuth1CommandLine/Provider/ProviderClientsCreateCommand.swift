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
              oauth1 provider clients create --name "Album" --env-file album.env
              oauth1 provider clients create --name "Importer" --rsa-public-key importer.pem
            """
    )

    /// A difference that callbacks may have, as on the command line.
    enum Matching: String, CaseIterable, ExpressibleByArgument {
        case anyLoopbackPort = "any-loopback-port"
        case anyQuery = "any-query"
        case pathPrefix = "path-prefix"

        var option: OAuth1CallbackMatching {
            switch self {
            case .anyLoopbackPort: .anyLoopbackPort
            case .anyQuery: .anyQuery
            case .pathPrefix: .pathPrefix
            }
        }
    }

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
    var callbackMatching: [Matching] = []

    @Flag(help: "Reject oob, with which users carry the verifier to the client.")
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

    @OptionGroup var output: ClientSecretOutput
    @OptionGroup var options: ProviderDatabaseOptions

    func validate() throws {
        if name.isEmpty { throw ValidationError("--name is empty.") }
        if let key, key.isEmpty || key.utf8.count > 1_024 {
            throw ValidationError("--key must have 1 to 1024 bytes, got \(key.utf8.count).")
        }
        for url in callback {
            do { _ = try CallbackURI(url, allowsFragment: true) } catch {
                throw ValidationError("--callback \(url): the URL \(error.reason).")
            }
        }
        if !callbackMatching.isEmpty, callback.isEmpty {
            throw ValidationError("--callback-matching needs a registered callback: add --callback URL.")
        }
        if rsaPublicKey == nil, !signatureMethod.isEmpty, signatureMethod.allSatisfy(\.isRSA) {
            throw ValidationError("The RSA methods need the client's public key: add --rsa-public-key FILE.")
        }
        if rsaPublicKey != nil, let method = signatureMethod.first(where: { !$0.isRSA }) {
            throw ValidationError(
                "\(method.rawValue) needs a secret, which a client with --rsa-public-key does not get."
            )
        }
    }

    func run() async throws {
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
                ? nil : Set(signatureMethod.map { OAuth1SignatureMethod.Name(rawValue: $0.rawValue) })
        )
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

    private func readPublicKey() throws -> OAuth1RSAPublicKey? {
        guard let rsaPublicKey else { return nil }
        let bytes = try InputFile.read(rsaPublicKey, option: "--rsa-public-key", limit: 65_536)
        do { return try OAuth1RSAPublicKey(pem: String(decoding: bytes, as: UTF8.self)) } catch {
            throw CommandFailure(.unreadableInput, "--rsa-public-key: \(rsaPublicKey): \(error.reason)")
        }
    }
}
#endif
