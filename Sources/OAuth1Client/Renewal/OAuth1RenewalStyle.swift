//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How a service refreshes access tokens.
public enum OAuth1RenewalStyle: Sendable, Hashable {
    /// With `oauth_session_handle`, which brings a new token (OAuth Session 1.0 draft 1), as Atlassian and Yahoo have it.
    case session
    /// With a signed GET that makes the same token valid again, as E*TRADE has it.
    case reactivation
}
