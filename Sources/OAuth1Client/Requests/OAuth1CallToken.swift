//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// Which token a call is signed with.
///
/// Not an optional: `nil` would have two meanings, and the one that a user who is not logged in yet has is not that of
/// the client's own token.
public enum OAuth1CallToken: Sendable {
    /// The token of the client, if it has one.
    case client
    /// The token of one user, for one client that serves many.
    case user(OAuth1AccessToken)
    /// The token of one user, which is refreshed when it expired.
    case renewable(OAuth1RenewableToken)
    /// An OAuth 2.0 token, which the call carries in place of a signature (RFC 6750). It is sent to the host of the
    /// base URL only.
    case bearer(OAuth2Token)
    /// No token: the client calls for itself (two-legged).
    case none
}
