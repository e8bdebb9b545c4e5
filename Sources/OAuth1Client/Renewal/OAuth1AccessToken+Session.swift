//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1AccessToken {
    /// The session handle that refreshes the token (`oauth_session_handle`, OAuth Session 1.0 draft 1), a credential to be stored with it.
    public var sessionHandle: OAuth1Secret? { parameters["oauth_session_handle"].map { OAuth1Secret($0) } }
    /// How long the token is valid from when it was issued (`oauth_expires_in`), if the service says so.
    public var expiresIn: Duration? { seconds("oauth_expires_in") }
    /// How long the token can be refreshed from when it was issued (`oauth_authorization_expires_in`), if the service says so.
    public var authorizationExpiresIn: Duration? { seconds("oauth_authorization_expires_in") }

    /// How a service that gave this token refreshes it.
    var renewalStyle: OAuth1RenewalStyle { sessionHandle == nil ? .reactivation : .session }

    private func seconds(_ name: String) -> Duration? {
        // Four digits of centuries are enough, and whatever is counted with them can't overflow.
        parameters[name].flatMap { Int64($0) }.flatMap { 0...(1 << 40) ~= $0 ? .seconds($0) : nil }
    }
}
