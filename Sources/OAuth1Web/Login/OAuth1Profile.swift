//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
public import OAuth1Client

/// What a service says of the user, in its token response and when it is asked.
///
/// What the service says is no proof of more than a login at the service: an e-mail address or a name in it is what the
/// user wrote there.
public struct OAuth1Profile: Sendable {
    /// The user's identifier, which stays the same when the name changes, or `nil` if the service does not say it.
    public let userID: String?
    /// The name that the user signs in with.
    public let screenName: String?
    /// The user's name.
    public let fullName: String?
    /// What the service answered to the call that its description names for this, if it was made and succeeded.
    public let response: OAuth1Response?

    init(_ token: OAuth1AccessToken, _ response: OAuth1Response?, of service: OAuth1Service?) {
        func value(_ meaning: OAuth1Service.TokenResponse.Meaning) -> String? { service?.value(meaning, of: token) }
        userID = value(.userID) ?? response.flatMap { service?.probe?.user(in: $0) }
        screenName = value(.screenName)
        fullName = value(.fullName)
        self.response = response
    }
}
