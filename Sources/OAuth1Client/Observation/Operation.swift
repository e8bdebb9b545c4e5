//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// An operation of a client, as named in logs, metrics and spans.
enum Operation: String, Sendable {
    /// Fetches a request token (RFC 5849 section 2.1).
    case requestToken = "request_token"
    /// Fetches an access token (RFC 5849 section 2.3).
    case accessToken = "access_token"
    /// Refreshes an access token (OAuth Session 1.0 draft 1).
    case renewal
    /// Ends an access token.
    case revocation
    /// Exchanges credentials for an OAuth 2.0 token (RFC 6749 section 5.1).
    case tokenExchange = "token_exchange"
    /// Calls a protected resource (RFC 5849 section 3).
    case resource
}
