//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A user of the service, whom the application knows.
public struct OAuth1User: Sendable, Hashable {
    /// The identifier that access tokens are bound to.
    public var id: String
    /// The name that the consent page shows, or `nil` to show the identifier.
    public var displayName: String?

    /// Creates a user.
    ///
    /// - Parameters:
    ///   - id: The identifier that access tokens are bound to.
    ///   - displayName: The name that the consent page shows.
    public init(id: String, displayName: String? = nil) {
        self.id = id
        self.displayName = displayName
    }
}

/// The application's answer about the user whose browser shows the consent page (RFC 5849 section 2.2).
public enum OAuth1UserAuthentication: Sendable, Hashable {
    /// The user is signed in.
    case user(OAuth1User)
    /// Nobody is signed in: a redirect to the login page, which leads back to the same URL, or the page itself.
    case response(OAuth1ServerResponse)

    /// The user is signed in.
    ///
    /// - Parameters:
    ///   - id: The identifier that access tokens are bound to.
    ///   - displayName: The name that the consent page shows.
    /// - Returns: The user.
    public static func user(id: String, displayName: String? = nil) -> OAuth1UserAuthentication {
        .user(OAuth1User(id: id, displayName: displayName))
    }
}
