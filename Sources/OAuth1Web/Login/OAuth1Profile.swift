//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1Client

/// The user's profile, from a service's token response and an additional call.
///
/// The profile proves only a login at the service: an e-mail address or a name in it is what the
/// user wrote there.
public struct OAuth1Profile: Sendable {
    /// The user's identifier, which stays the same when the name changes, or `nil` if the service did not say it.
    ///
    /// Never file two users under what is missing: without it a login is good for calls, and says not who the user is.
    public let userID: String?
    /// The name that the user signs in with.
    public let screenName: String?
    /// The user's name.
    public let fullName: String?
    /// The service's response to the call that identifies the user, if it was made and succeeded.
    public let response: OAuth1Response?
    /// Why that call failed, if it was made: ``userID`` may be missing for this login only.
    public let failure: OAuth1ClientError?

    /// Creates a profile, for tests of what follows a login.
    ///
    /// - Parameters:
    ///   - userID: The user's identifier.
    ///   - screenName: The name that the user signs in with.
    ///   - fullName: The user's name.
    ///   - response: The service's response to the call that identifies the user.
    ///   - failure: Why that call failed.
    public init(
        userID: String? = nil,
        screenName: String? = nil,
        fullName: String? = nil,
        response: OAuth1Response? = nil,
        failure: OAuth1ClientError? = nil
    ) {
        self.userID = userID
        self.screenName = screenName
        self.fullName = fullName
        self.response = response
        self.failure = failure
    }
}
