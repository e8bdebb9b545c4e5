//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The scopes and realms of a provider, and the sentences that describe them to users.
///
/// Without scopes, the parameter `scope` is one of the application's, which gets it in ``OAuth1Grant/requestParameters``.
/// With scopes, a client asks for some in that parameter of its request for a request token, separated by spaces; a request
/// with an unknown one is rejected. Without realms, the realm of a client's Authorization header is ignored. With realms, a
/// client asks for them there (RFC 5849 section 3.5.1), separated by spaces. The realm is not signed: TLS protects it.
public struct OAuth1AccessRules: Sendable, Hashable {
    /// A scope or realm.
    public struct Item: Sendable, Hashable {
        /// The name, compared byte for byte, without spaces.
        public let name: String
        /// A sentence for users, such as "See your photos".
        public let description: String

        /// Creates an item.
        ///
        /// - Parameters:
        ///   - name: The name, without spaces.
        ///   - description: A sentence for users.
        public init(name: String, description: String) {
            self.name = name
            self.description = description
        }
    }

    /// The scopes, in the order in which the consent page shows them.
    public var scopes: [Item]
    /// The realms, in the order in which the consent page shows them.
    public var realms: [Item]
    /// What a client asks for that sends no scope or no realm, as far as it is allowed for that client.
    public var defaultAccess: OAuth1Access

    /// Creates rules, without scopes and realms by default.
    ///
    /// - Parameters:
    ///   - scopes: The scopes, each with a sentence for users.
    ///   - realms: The realms, each with a sentence for users.
    ///   - defaultAccess: What a client asks for that sends no scope or no realm.
    public init(
        scopes: KeyValuePairs<String, String> = [:],
        realms: KeyValuePairs<String, String> = [:],
        defaultAccess: OAuth1Access = OAuth1Access()
    ) {
        self.scopes = scopes.map { Item(name: $0.key, description: $0.value) }
        self.realms = realms.map { Item(name: $0.key, description: $0.value) }
        self.defaultAccess = defaultAccess
    }

    /// Whether there are neither scopes nor realms.
    var isEmpty: Bool { scopes.isEmpty && realms.isEmpty }

    /// All scopes and realms.
    private var all: OAuth1Access { OAuth1Access(scopes: scopes.map(\.name), realms: realms.map(\.name)) }

    /// What a client may ask for.
    func access(of client: OAuth1RegisteredClient) -> OAuth1Access {
        guard let allowed = client.allowedAccess else { return all }
        return all.intersection(allowed)
    }

    /// What is left of an access that a client asked for, or that a user gave it, under the present rules.
    func access(_ access: OAuth1Access, of client: OAuth1RegisteredClient) -> OAuth1Access {
        access.intersection(self.access(of: client))
    }

    /// What a request may do: what its access token still allows, or what its client may do without a user.
    func access(of token: OAuth1IssuedAccessToken?, of client: OAuth1RegisteredClient) -> OAuth1Access {
        let given = token?.access ?? client.accessWithoutToken
        // As in providers without scopes and realms: nothing is left of nothing.
        guard !given.isEmpty else { return given }
        return token == nil ? all.intersection(given) : access(given, of: client)
    }

    /// The scopes of an access, described.
    func describedScopes(_ access: OAuth1Access) -> [Item] { scopes.filter { access.hasScope($0.name) } }

    /// The realms of an access, described.
    func describedRealms(_ access: OAuth1Access) -> [Item] { realms.filter { access.hasRealm($0.name) } }
}
