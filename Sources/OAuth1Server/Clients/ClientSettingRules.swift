//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1

/// Checks the settings that an operator gives a client: one rule for the command line tool and for configured clients.
package struct ClientSettingRules {
    /// The most bytes of a consumer key, a name, a scope and a realm.
    package static let maximumBytes = 1_024
    /// The most bytes of a secret.
    package static let maximumSecretBytes = 8_192

    /// Signature methods besides the standard ones.
    private let customMethods: Set<OAuth1SignatureMethod.Name>
    /// What operators call a setting, for advice that names another one.
    private let name: (ClientSetting) -> String

    /// Creates rules.
    ///
    /// - Parameters:
    ///   - customMethods: Signature methods that the provider's verifier has besides the standard ones.
    ///   - name: Returns what operators call a setting, such as `signatureMethods` or `--signature-method`.
    package init(customMethods: Set<OAuth1SignatureMethod.Name> = [], name: @escaping (ClientSetting) -> String) {
        self.customMethods = customMethods
        self.name = name
    }

    /// Finds the standard signature method with a name; case does not matter.
    ///
    /// - Parameter text: The name.
    /// - Returns: The method, or a method with exactly this name if it is not a standard one.
    package static func method(named text: String) -> OAuth1SignatureMethod.Name {
        let name = text.uppercased()
        return OAuth1SignatureMethod.Name.standard.first { $0.rawValue == name }
            ?? OAuth1SignatureMethod.Name(rawValue: text)
    }

    /// Checks a client.
    ///
    /// - Parameter client: The client.
    /// - Throws: ``ClientSettingDefect`` for the first defect.
    package func check(_ client: OAuth1RegisteredClient) throws(ClientSettingDefect) {
        try check(client.key, .key, whitespace: .nowhere, "the consumer key")
        try checkSecrets(of: client)
        try check(client.displayName, .displayName, whitespace: .within, "the name that users see")
        try checkCallbacks(of: client)
        try checkMethods(of: client)
        try check(client.allowedAccess ?? OAuth1Access(), .scopes, .realms)
        try check(client.accessWithoutToken, .scopesWithoutToken, .realmsWithoutToken)
    }

    // MARK: Texts

    /// Where a text may have spaces.
    private enum Whitespace {
        case nowhere
        case within
        case anywhere
    }

    private func check(
        _ text: String,
        _ setting: ClientSetting,
        index: Int? = nil,
        whitespace: Whitespace,
        maximumBytes: Int = ClientSettingRules.maximumBytes,
        _ expected: String
    ) throws(ClientSettingDefect) {
        guard !text.isEmpty else { throw ClientSettingDefect(setting, index: index, "is empty: expected \(expected)") }
        guard text.utf8.count <= maximumBytes else {
            throw ClientSettingDefect(setting, index: index, "is longer than \(maximumBytes) bytes")
        }
        let scalars = text.unicodeScalars
        // Names in Hebrew or Arabic need the two marks of a direction, which change nothing after them.
        let hidden = scalars.contains {
            $0.isHiddenControl && (whitespace != .within || !(0x200E...0x200F ~= $0.value))
        }
        guard !hidden else {
            throw ClientSettingDefect(
                setting,
                index: index,
                "contains a control character, a line break or a mark of the text's direction: remove it"
            )
        }
        switch whitespace {
        case .nowhere:
            guard !scalars.contains(where: Self.isInvisible) else {
                throw ClientSettingDefect(
                    setting,
                    index: index,
                    "contains a space or an invisible character: remove it; several values are given separately"
                )
            }
        case .within:
            // Flags end with an invisible character.
            guard scalars.first?.properties.isWhitespace == false, scalars.last?.properties.isWhitespace == false else {
                throw ClientSettingDefect(setting, index: index, "starts or ends with a space: remove it")
            }
        case .anywhere: break
        }
    }

    /// Whether a reader does not see a character: spaces, control characters and the like.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isHiddenControl || scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
    }

    // MARK: Settings

    private func checkSecrets(of client: OAuth1RegisteredClient) throws(ClientSettingDefect) {
        if !client.credentials.secret.isEmpty {
            try check(client.credentials.secret, .secret)
        } else if client.rsaPublicKey == nil {
            throw ClientSettingDefect(
                .secret,
                "is missing: set the consumer secret, or \(name(.publicKey)) for the RSA methods"
            )
        }
        if let previous = client.previousSecret { try check(previous.secret, .previousSecret) }
    }

    private func check(_ secret: OAuth1Secret, _ setting: ClientSetting) throws(ClientSettingDefect) {
        let text = secret.reveal()
        try check(text, setting, whitespace: .anywhere, maximumBytes: Self.maximumSecretBytes, "the secret")
        // With a space alone, anybody could sign.
        guard text.unicodeScalars.contains(where: { !Self.isInvisible($0) }) else {
            throw ClientSettingDefect(setting, "has only spaces: expected the secret")
        }
    }

    private func checkCallbacks(of client: OAuth1RegisteredClient) throws(ClientSettingDefect) {
        for (index, callback) in client.callbacks.enumerated() {
            guard callback.lowercased() != CallbackRules.outOfBand else {
                throw ClientSettingDefect(
                    .callbacks,
                    index: index,
                    "is the value for out-of-band, which is not registered as a callback: remove it. Clients may use oob by "
                        + "default, and \(name(.allowsOutOfBand)) changes that"
                )
            }
            do { _ = try CallbackURI(callback, allowsFragment: true) } catch {
                throw ClientSettingDefect(.callbacks, index: index, error.reason)
            }
        }
        guard client.callbackMatching == .exact || !client.callbacks.isEmpty else {
            throw ClientSettingDefect(
                .callbackMatching,
                "needs a registered callback: add one with \(name(.callbacks))"
            )
        }
    }

    private func checkMethods(of client: OAuth1RegisteredClient) throws(ClientSettingDefect) {
        guard let methods = client.signatureMethods else { return }
        guard !methods.isEmpty else {
            throw ClientSettingDefect(
                .signatureMethods,
                "is empty, so that the client could never sign: leave it out for all methods that the provider accepts"
            )
        }
        // In an order, so that the error is the same each time.
        for method in methods.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard OAuth1SignatureMethod.Name.standard.contains(method) || customMethods.contains(method) else {
                let known = OAuth1SignatureMethod.Name.standard + customMethods.sorted { $0.rawValue < $1.rawValue }
                let names = known.map(\.rawValue).joined(separator: ", ")
                throw ClientSettingDefect(.signatureMethods, "has an unknown method: expected some of \(names)")
            }
            guard client.canSign(with: method) else {
                let needed = name(method.usesSharedSecret ? .secret : .publicKey)
                throw ClientSettingDefect(.signatureMethods, "has \(method.rawValue), which needs \(needed)")
            }
        }
    }

    private func check(
        _ access: OAuth1Access,
        _ scopes: ClientSetting,
        _ realms: ClientSetting
    ) throws(ClientSettingDefect) {
        for (index, scope) in access.scopes.enumerated() {
            try check(scope, scopes, index: index, whitespace: .nowhere, "the name of a scope")
        }
        for (index, realm) in access.realms.enumerated() {
            try check(realm, realms, index: index, whitespace: .within, "the name of a realm")
        }
    }
}
