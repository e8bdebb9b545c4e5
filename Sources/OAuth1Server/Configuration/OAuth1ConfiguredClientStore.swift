//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
public import Configuration
public import OAuth1

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
/// PRINTER_SCOPES=photos.read
/// ALBUM_CLIENT_KEY=…
/// ```
///
/// A client has `clientKey`, and `clientSecret`, `publicKey` (PEM) or both. These are optional:
///
/// - `displayName`.
/// - `callbacks`, `callbackMatching` (`anyLoopbackPort`, `anyQuery`, `pathPrefix`) and `allowsOutOfBand`.
/// - `signatureMethods`.
/// - `scopes` and `realms`: the only ones that the client may ask for. Without both, it may ask for all of
///   ``OAuth1ServerConfiguration/accessRules``.
/// - `scopesWithoutToken` and `realmsWithoutToken`: those of requests that it signs without a token.
/// - `allowsRenewal` and `allowsXAuth`.
/// - `previousSecret` with `previousSecretValidUntil`, in seconds since 1970.
/// - `isDisabled`.
///
/// An invalid setting is an error: a value of another type, an empty one, an unknown signature method,
/// a callback that no client could use. `oauth1 provider clients create` has the same rules. Secrets are asked for as
/// secrets, so that no access log shows them.
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
    /// - Parameters:
    ///   - reader: The reader, scoped to where the list is.
    ///   - customSignatureMethods: The names of custom methods of the provider's verifier, which clients may have in
    ///     `signatureMethods` besides the standard ones.
    /// - Throws: ``OAuth1ClientSettingsError`` that names the key that is missing or wrong.
    public init(
        reader: ConfigReader,
        customSignatureMethods: Set<OAuth1SignatureMethod.Name> = []
    ) throws(OAuth1ClientSettingsError) {
        let settings = ClientSettingsReader(reader)
        let names = try settings.list("clients") ?? []
        guard names.count <= Self.maximumCount else {
            throw settings.error("clients", "has more than \(Self.maximumCount) names: use a database")
        }
        var clients: [OAuth1RegisteredClient] = []
        var seen: Set<[UInt8]> = []
        var keys: [[UInt8]: String] = [:]
        for (index, name) in names.enumerated() {
            guard Self.isName(name) else {
                throw settings.error(
                    "clients",
                    "has a name (number \(index + 1)) that is empty or has spaces or invisible characters: expected a list of "
                        + "names, in an environment variable with commas"
                )
            }
            guard seen.insert(Array(name.utf8)).inserted else {
                throw settings.error("clients", "has the name \(name) twice: remove one of them")
            }
            let client = try ConfiguredClient(reader, name, customMethods: customSignatureMethods).client()
            if let other = keys.updateValue(name, forKey: Array(client.key.utf8)) {
                throw settings.error(
                    "\(name).clientKey",
                    "is the consumer key of \(other), too: each client needs a separate one"
                )
            }
            clients.append(client)
        }
        self.clients = clients
        store = OAuth1InMemoryClientStore(clients)
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= ClientSettingRules.maximumBytes
            && !text.unicodeScalars.contains(where: ClientSettingRules.isInvisible)
    }

    /// Finds a client.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The client, or `nil` if there is none with that key.
    public func client(forKey key: String) async -> OAuth1RegisteredClient? { await store.client(forKey: key) }
}
#endif
