//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import OAuth1
import OAuth1Server

/// A client as an operator sees it, without its secrets.
struct ListedClient: Encodable {
    let key: String
    let name: String
    let isDisabled: Bool
    let callbacks: [String]
    let callbackMatching: [String]
    let allowsOutOfBand: Bool
    let hasSecret: Bool
    let hasPublicKey: Bool
    let signatureMethods: [String]?
    /// The scopes that it may ask for; absent if it may ask for all scopes and realms of the provider.
    let scopes: [String]?
    /// The realms that it may ask for; absent if it may ask for all scopes and realms of the provider.
    let realms: [String]?
    let scopesWithoutToken: [String]
    let realmsWithoutToken: [String]
    let allowsRenewal: Bool
    let allowsXAuth: Bool
    /// Until when the secret before the current one works, in seconds since 1970; absent if it does not work.
    let previousSecretValidUntil: Int64?

    init(_ client: OAuth1RegisteredClient, now: Int64) {
        key = client.key
        name = client.displayName
        isDisabled = client.isDisabled
        callbacks = client.callbacks
        callbackMatching = CallbackDifference.of(client).map(\.rawValue)
        allowsOutOfBand = client.allowsOutOfBand
        hasSecret = !client.credentials.secret.isEmpty
        hasPublicKey = client.rsaPublicKey != nil
        signatureMethods = client.signatureMethods?.map(\.rawValue).sorted()
        scopes = client.allowedAccess?.scopes
        realms = client.allowedAccess?.realms
        scopesWithoutToken = client.accessWithoutToken.scopes
        realmsWithoutToken = client.accessWithoutToken.realms
        allowsRenewal = client.allowsRenewal
        allowsXAuth = client.allowsXAuth
        previousSecretValidUntil = client.previousSecret.flatMap { $0.validUntil >= now ? $0.validUntil : nil }
    }

    /// The cells of its row in a table.
    var cells: [String] { [key, name, state, callbackText, accessText] + extras }

    private var state: String {
        let state = isDisabled ? "disabled" : "enabled"
        guard let previousSecretValidUntil else { return state }
        return "\(state), the old secret works until \(UTCTime.text(previousSecretValidUntil))"
    }

    private var callbackText: String {
        let shown = callbacks.isEmpty ? "any callback" : callbacks.joined(separator: " ")
        return callbackMatching.isEmpty ? shown : "\(shown) (\(callbackMatching.joined(separator: ", ")))"
    }

    private var accessText: String {
        guard scopes != nil || realms != nil else { return "any scope and realm" }
        let texts = named("scopes", scopes ?? []) + named("realms", realms ?? [])
        return texts.isEmpty ? "no scope and no realm" : texts.joined(separator: "; ")
    }

    /// Everything that a client does not have by default, in one cell.
    private var extras: [String] {
        var texts = named("without a token: scopes", scopesWithoutToken)
        texts += named("without a token: realms", realmsWithoutToken)
        if let signatureMethods { texts += named("methods", signatureMethods) }
        if !allowsOutOfBand { texts.append("no oob") }
        if allowsRenewal { texts.append("refresh") }
        if allowsXAuth { texts.append("xauth") }
        return texts.isEmpty ? [] : [texts.joined(separator: "; ")]
    }

    private func named(_ name: String, _ values: [String]) -> [String] {
        values.isEmpty ? [] : ["\(name) \(values.joined(separator: " "))"]
    }
}
#endif
