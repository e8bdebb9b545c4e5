//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A login that came to its end: the user's access token, and what was given when it started.
public struct OAuth1Login: Sendable {
    /// The name of the service in the registry.
    public let serviceName: String
    /// The access token, to be stored with the user (RFC 5849 section 2.3).
    public let token: OAuth1AccessToken
    /// The user's profile from the service.
    public let profile: OAuth1Profile
    /// Where the user wanted to go.
    public let returnPath: OAuth1ReturnPath
    /// The application's own text from the start of the login.
    public let state: String?

    /// Creates a login, for tests of what follows one.
    ///
    /// - Parameters:
    ///   - serviceName: The name of the service in the registry.
    ///   - token: The access token.
    ///   - profile: The user's profile from the service.
    ///   - returnPath: Where the user wanted to go.
    ///   - state: The application's own text from the start of the login.
    public init(
        serviceName: String,
        token: OAuth1AccessToken,
        profile: OAuth1Profile = OAuth1Profile(),
        returnPath: OAuth1ReturnPath = .root,
        state: String? = nil
    ) {
        self.serviceName = serviceName
        self.token = token
        self.profile = profile
        self.returnPath = returnPath
        self.state = state
    }
}
