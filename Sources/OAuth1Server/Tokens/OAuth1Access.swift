//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What a client asks for, and what an access token allows: scopes and realms.
///
/// Names are compared byte for byte. ``OAuth1ServerConfiguration/accessRules`` lists those of a provider.
public struct OAuth1Access: Sendable, Hashable {
    /// The scopes, each once.
    public var scopes: [String]
    /// The realms (RFC 5849 section 3.5.1), each once.
    public var realms: [String]

    /// Creates an access; of nothing by default.
    ///
    /// - Parameters:
    ///   - scopes: The scopes.
    ///   - realms: The realms.
    public init(scopes: [String] = [], realms: [String] = []) {
        self.scopes = scopes
        self.realms = realms
    }

    /// Whether there are neither scopes nor realms.
    public var isEmpty: Bool { scopes.isEmpty && realms.isEmpty }

    /// Returns whether a scope is part of it.
    ///
    /// - Parameter scope: The scope.
    /// - Returns: Whether it is one of ``scopes``.
    public func hasScope(_ scope: String) -> Bool { scopes.containsBytes(of: scope) }

    /// Returns whether a realm is part of it.
    ///
    /// - Parameter realm: The realm.
    /// - Returns: Whether it is one of ``realms``.
    public func hasRealm(_ realm: String) -> Bool { realms.containsBytes(of: realm) }
}
