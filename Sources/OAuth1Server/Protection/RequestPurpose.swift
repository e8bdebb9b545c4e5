//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension SignedRequestValidator {
    /// The purpose of a signed request.
    enum Purpose: Sendable {
        /// A request token.
        case requestToken
        /// An access token for a request token.
        case accessToken
        /// An access token for a user's name and password (xAuth).
        case password
        /// A refreshed access token (OAuth Session 1.0).
        case renewal
        /// The end of an access token.
        case revocation
        /// An LTI launch.
        case launch(LaunchRules)
        /// A protected resource.
        case resource(ResourceRules)

        /// The protocol parameters that it requires besides those of every signed request.
        var requiredNames: [String] {
            switch self {
            case .requestToken: ["oauth_callback"]
            case .accessToken: ["oauth_token", "oauth_verifier"]
            case .renewal: ["oauth_token", RequiredParameters.sessionHandle]
            case .revocation: ["oauth_token"]
            case .password: [XAuthParameter.username, XAuthParameter.password]
            case .launch: []
            case .resource(let rules): rules.allowsNoToken ? [] : ["oauth_token"]
            }
        }

        /// What the access-token endpoint was used for, if not to exchange a request token.
        var endpoint: OAuth1ServerEvent.Endpoint? {
            switch self {
            case .renewal: .renewToken
            case .password: .xAuth
            default: nil
            }
        }

        /// Whether a token that is not empty is an error.
        var forbidsToken: Bool {
            switch self {
            case .requestToken, .password, .launch: true
            default: false
            }
        }
    }

    /// What a resource requires.
    ///
    /// A class, as it is handed from step to step with each request.
    final class ResourceRules: Sendable {
        /// Whether a request may be signed without a token.
        let allowsNoToken: Bool
        /// Whether a body that is not a form must come with its hash.
        let requiresBodyHash: Bool
        /// The scopes that a request must have, all of them.
        let scopes: [String]
        /// The realms that a request must have, all of them.
        let realms: [String]
        /// The realm in `WWW-Authenticate`, which requires nothing, or `nil` for that of the service.
        let challengeRealm: String?

        init(
            allowsNoToken: Bool = false,
            requiresBodyHash: Bool = false,
            scopes: [String] = [],
            realms: [String] = [],
            challengeRealm: String? = nil
        ) {
            self.allowsNoToken = allowsNoToken
            self.requiresBodyHash = requiresBodyHash
            self.scopes = scopes
            self.realms = realms
            self.challengeRealm = challengeRealm
        }

        /// The rules with more scopes, and with one more realm unless it is `nil`.
        func requiring(_ scopes: [String], realm: String?) -> ResourceRules {
            ResourceRules(
                allowsNoToken: allowsNoToken,
                requiresBodyHash: requiresBodyHash,
                scopes: (self.scopes + scopes).uniqueTexts,
                realms: realm.map { (realms + [$0]).uniqueTexts } ?? realms,
                challengeRealm: realm ?? challengeRealm
            )
        }
    }

    /// Whether parameters of extensions count, which have to be decoded for that.
    func readsExtensions(_ purpose: Purpose) -> Bool {
        switch purpose {
        case .accessToken: configuration.renewal != nil || acceptsPasswords
        case .password, .renewal, .launch: true
        case .requestToken, .revocation, .resource: false
        }
    }

    /// The purpose of a request at the access-token endpoint, which can have three.
    func purpose(of signed: OAuth1SignedParameters, _ purpose: Purpose) -> Purpose {
        guard case .accessToken = purpose else { return purpose }
        let handles = signed.values(for: RequiredParameters.sessionHandle)
        if configuration.renewal != nil, handles.contains(where: { !$0.isEmpty }) {
            return .renewal
        }
        // In the form alone: a password in a URL would get into logs.
        let modes = signed.form.values(for: XAuthParameter.mode)
        if acceptsPasswords, modes.contains(XAuthParameter.clientMode) { return .password }
        return purpose
    }
}
