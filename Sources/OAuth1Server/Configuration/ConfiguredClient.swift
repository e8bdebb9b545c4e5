//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
import Configuration
import OAuth1

/// A client in the configuration.
struct ConfiguredClient {
    private static let matchings: [String: OAuth1CallbackMatching] = [
        "anyLoopbackPort": .anyLoopbackPort, "anyQuery": .anyQuery, "pathPrefix": .pathPrefix,
    ]

    private let settings: ClientSettingsReader
    private let rules: ClientSettingRules

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - reader: The reader, scoped to where the list of the clients is.
    ///   - name: The name in the list.
    ///   - customMethods: Signature methods besides the standard ones.
    init(_ reader: ConfigReader, _ name: String, customMethods: Set<OAuth1SignatureMethod.Name>) {
        settings = ClientSettingsReader(reader, client: name)
        rules = ClientSettingRules(customMethods: customMethods) { $0.configurationKey }
    }

    /// Reads and checks the client.
    func client() throws(OAuth1ClientSettingsError) -> OAuth1RegisteredClient {
        guard let key = try settings.text("clientKey") else {
            throw settings.error("clientKey", "is missing: set the consumer key of the client")
        }
        let secret = try settings.text("clientSecret", isSecret: true)
        let client = OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret ?? "")),
            displayName: try settings.text("displayName"),
            callbacks: try callbacks(),
            callbackMatching: try callbackMatching(),
            allowsOutOfBand: try settings.flag("allowsOutOfBand") ?? true,
            rsaPublicKey: try publicKey(),
            signatureMethods: try signatureMethods(),
            allowedAccess: try allowedAccess(),
            accessWithoutToken: OAuth1Access(
                scopes: try settings.list("scopesWithoutToken") ?? [],
                realms: try settings.list("realmsWithoutToken") ?? []
            ),
            allowsRenewal: try settings.flag("allowsRenewal") ?? false,
            allowsXAuth: try settings.flag("allowsXAuth") ?? false,
            previousSecret: try previousSecret(),
            isDisabled: try settings.flag("isDisabled") ?? false
        )
        do { try rules.check(client) } catch {
            let place = error.index.map { "has a value (number \($0 + 1)) that " } ?? ""
            throw settings.error(error.setting.configurationKey, place + error.reason)
        }
        return client
    }

    private func callbacks() throws(OAuth1ClientSettingsError) -> [String] {
        guard let callbacks = try settings.list("callbacks") else { return [] }
        // An empty list would allow all of them.
        guard !callbacks.isEmpty else {
            throw settings.error("callbacks", "is empty: remove it if the client may use any callback that is safe")
        }
        return callbacks
    }

    private func callbackMatching() throws(OAuth1ClientSettingsError) -> OAuth1CallbackMatching {
        var matching = OAuth1CallbackMatching.exact
        for name in try settings.list("callbackMatching") ?? [] {
            guard let option = Self.matchings[name] else {
                let names = Self.matchings.keys.sorted().joined(separator: ", ")
                throw settings.error("callbackMatching", "has an unknown option, expected some of \(names)")
            }
            matching.insert(option)
        }
        return matching
    }

    private func publicKey() throws(OAuth1ClientSettingsError) -> OAuth1RSAPublicKey? {
        guard let pem = try settings.text("publicKey") else { return nil }
        do { return try OAuth1RSAPublicKey(pem: pem) } catch {
            throw settings.error("publicKey", "is not a public key: \(error.reason)")
        }
    }

    private func signatureMethods() throws(OAuth1ClientSettingsError) -> Set<OAuth1SignatureMethod.Name>? {
        guard let names = try settings.list("signatureMethods") else { return nil }
        return Set(names.map { ClientSettingRules.method(named: $0) })
    }

    /// The scopes and realms; with one of both settings, the client may ask for nothing else.
    private func allowedAccess() throws(OAuth1ClientSettingsError) -> OAuth1Access? {
        let scopes = try settings.list("scopes")
        let realms = try settings.list("realms")
        guard scopes != nil || realms != nil else { return nil }
        return OAuth1Access(scopes: scopes ?? [], realms: realms ?? [])
    }

    private func previousSecret() throws(OAuth1ClientSettingsError) -> OAuth1PreviousSecret? {
        let end = try settings.second("previousSecretValidUntil")
        guard let secret = try settings.text("previousSecret", isSecret: true) else {
            guard end == nil else {
                throw settings.error(
                    "previousSecretValidUntil",
                    "needs a previous secret: set that, too, or remove this setting"
                )
            }
            return nil
        }
        // Without an end, as long as it is configured.
        return OAuth1PreviousSecret(OAuth1Secret(secret), validUntil: end ?? .max)
    }
}

extension ClientSetting {
    /// The key of the setting below the name of its client.
    fileprivate var configurationKey: String {
        switch self {
        case .key: "clientKey"
        case .secret: "clientSecret"
        case .previousSecret: "previousSecret"
        case .publicKey: "publicKey"
        case .displayName: "displayName"
        case .callbacks: "callbacks"
        case .callbackMatching: "callbackMatching"
        case .allowsOutOfBand: "allowsOutOfBand"
        case .signatureMethods: "signatureMethods"
        case .scopes: "scopes"
        case .realms: "realms"
        case .scopesWithoutToken: "scopesWithoutToken"
        case .realmsWithoutToken: "realmsWithoutToken"
        }
    }
}
#endif
