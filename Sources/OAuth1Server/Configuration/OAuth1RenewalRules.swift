//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How clients refresh access tokens with `oauth_session_handle` (OAuth Session 1.0 draft 1).
///
/// A refreshed token ends the one before it, and each time the client gets another session handle. A handle that was used is
/// worth nothing.
public struct OAuth1RenewalRules: Sendable, Hashable {
    /// 90 days, in seconds.
    public static let defaultAuthorizationLifetime: Int64 = 90 * 86_400

    /// For how many seconds after the user allowed access a client can refresh its token, or `nil` for no end.
    ///
    /// With `nil`, logins that users and clients gave up are kept forever. An access token does not outlast that time.
    public var authorizationLifetime: Int64?

    /// Creates rules.
    ///
    /// - Parameter authorizationLifetime: For how many seconds after the user allowed access a client can refresh its token,
    ///   or `nil` for no end; 90 days by default.
    public init(authorizationLifetime: Int64? = defaultAuthorizationLifetime) {
        self.authorizationLifetime = authorizationLifetime
    }
}
