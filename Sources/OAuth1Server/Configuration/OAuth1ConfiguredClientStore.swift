//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
public import Configuration
import OAuth1

/// Fixed clients from swift-configuration: environment variables, files, arguments.
///
/// The key `clients` lists names, and each name has its settings below it. As environment variables:
///
/// ```
/// CLIENTS=printer,album
/// PRINTER_CLIENT_KEY=printer-1
/// PRINTER_CLIENT_SECRET=…
/// PRINTER_DISPLAY_NAME=Photo printer
/// PRINTER_CALLBACKS=https://printer.example/done
/// ALBUM_CLIENT_KEY=…
/// ```
///
/// A client has `clientKey`, and `clientSecret`, `publicKey` (PEM) or both. `displayName`, `callbacks`, `callbackMatching`
/// (`anyLoopbackPort`, `anyQuery`, `pathPrefix`), `allowsOutOfBand`, `signatureMethods`, `previousSecret` with
/// `previousSecretValidUntil`, and `isDisabled` are optional. Secrets are asked for as secrets, so that no access log
/// shows them.
///
/// To have clients in a database, too, combine both with ``OAuth1CombinedClientStore``.
public struct OAuth1ConfiguredClientStore: OAuth1ClientStore {
    /// The most clients that are read.
    static let maximumCount = 10_000

    /// The clients, in the order of the list.
    public let clients: [OAuth1RegisteredClient]
    private let store: OAuth1InMemoryClientStore

    /// Reads the clients.
    ///
    /// - Parameter reader: The reader, scoped to where the list is.
    /// - Throws: ``OAuth1ClientSettingsError`` that names the key that is missing or wrong.
    public init(reader: ConfigReader) throws(OAuth1ClientSettingsError) {
        let names = reader.stringArray(forKey: "clients") ?? []
        guard names.count <= Self.maximumCount else {
            throw OAuth1ClientSettingsError("clients", "has more than \(Self.maximumCount) names: use a database")
        }
        var clients: [OAuth1RegisteredClient] = []
        var keys: [[UInt8]: String] = [:]
        for name in names {
            let client = try ConfiguredClient(reader, name).client()
            if let other = keys.updateValue(name, forKey: Array(client.key.utf8)) {
                throw OAuth1ClientSettingsError("\(name).clientKey", "is the consumer key of \(other), too")
            }
            clients.append(client)
        }
        self.clients = clients
        store = OAuth1InMemoryClientStore(clients)
    }

    /// Finds a client.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The client, or `nil` if there is none with that key.
    public func client(forKey key: String) async -> OAuth1RegisteredClient? { await store.client(forKey: key) }
}

/// The settings of one client.
private struct ConfiguredClient {
    private static let matchings: [String: OAuth1CallbackMatching] = [
        "anyLoopbackPort": .anyLoopbackPort, "anyQuery": .anyQuery, "pathPrefix": .pathPrefix,
    ]

    private let name: String
    private let reader: ConfigReader

    init(_ reader: ConfigReader, _ name: String) {
        self.name = name
        self.reader = reader.scoped(to: ConfigKey([name]))
    }

    func client() throws(OAuth1ClientSettingsError) -> OAuth1RegisteredClient {
        guard let key = reader.string(forKey: "clientKey"), !key.isEmpty else {
            throw error("clientKey", "is missing: set the consumer key of the client")
        }
        let secret = reader.string(forKey: "clientSecret", isSecret: true) ?? ""
        let publicKey = try publicKey()
        guard !secret.isEmpty || publicKey != nil else {
            throw error("clientSecret", "is missing: set the consumer secret, or a public key for the RSA methods")
        }
        return OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
            displayName: reader.string(forKey: "displayName"),
            callbacks: try list("callbacks") ?? [],
            callbackMatching: try callbackMatching(),
            allowsOutOfBand: try flag("allowsOutOfBand") ?? true,
            rsaPublicKey: publicKey,
            signatureMethods: try list("signatureMethods")
                .map { Set($0.map { OAuth1SignatureMethod.Name(rawValue: $0) }) },
            allowsRenewal: try flag("allowsRenewal") ?? false,
            previousSecret: try previousSecret(),
            isDisabled: try flag("isDisabled") ?? false
        )
    }

    private func flag(_ key: String) throws(OAuth1ClientSettingsError) -> Bool? {
        if let value = reader.bool(forKey: ConfigKey([key])) { return value }
        return try missing(key, "true or false")
    }

    private func list(_ key: String) throws(OAuth1ClientSettingsError) -> [String]? {
        if let value = reader.stringArray(forKey: ConfigKey([key])) { return value }
        return try missing(key, "a list of texts")
    }

    /// Nothing, unless the setting has a value of another type: ignoring it could allow what it should forbid.
    private func missing<Value>(_ key: String, _ expected: String) throws(OAuth1ClientSettingsError) -> Value? {
        let path = ConfigKey([key])
        // As a secret, since a value in the wrong place may be one.
        let isMissing =
            reader.string(forKey: path, isSecret: true) == nil && reader.int(forKey: path, isSecret: true) == nil
            && reader.double(forKey: path, isSecret: true) == nil && reader.bool(forKey: path, isSecret: true) == nil
            && reader.stringArray(forKey: path, isSecret: true) == nil
        guard isMissing else { throw error(key, "can't be read: expected \(expected)") }
        return nil
    }

    private func publicKey() throws(OAuth1ClientSettingsError) -> OAuth1RSAPublicKey? {
        guard let pem = reader.string(forKey: "publicKey"), !pem.isEmpty else { return nil }
        do { return try OAuth1RSAPublicKey(pem: pem) } catch {
            throw self.error("publicKey", "is not a public key: \(error.reason)")
        }
    }

    private func callbackMatching() throws(OAuth1ClientSettingsError) -> OAuth1CallbackMatching {
        var matching = OAuth1CallbackMatching.exact
        for name in try list("callbackMatching") ?? [] {
            guard let option = Self.matchings[name] else {
                let names = Self.matchings.keys.sorted().joined(separator: ", ")
                throw error("callbackMatching", "has an unknown option, expected some of \(names)")
            }
            matching.insert(option)
        }
        return matching
    }

    private func previousSecret() throws(OAuth1ClientSettingsError) -> OAuth1PreviousSecret? {
        let end = try second("previousSecretValidUntil")
        guard let secret = reader.string(forKey: "previousSecret", isSecret: true), !secret.isEmpty else { return nil }
        // Without an end, as long as it is configured.
        return OAuth1PreviousSecret(OAuth1Secret(secret), validUntil: end ?? .max)
    }

    private func second(_ key: String) throws(OAuth1ClientSettingsError) -> Int64? {
        if let value = reader.int(forKey: ConfigKey([key])) { return Int64(value) }
        return try missing(key, "a time in whole seconds since 1970")
    }

    private func error(_ key: String, _ reason: String) -> OAuth1ClientSettingsError {
        OAuth1ClientSettingsError("\(name).\(key)", reason)
    }
}
#endif
