//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// Everything that is known when a request token is exchanged for an access token (RFC 5849 section 2.3).
public struct OAuth1Grant: Sendable, CustomStringConvertible {
    /// The user who allowed access.
    public let userID: String
    /// The client that gets the access token.
    public let client: OAuth1RegisteredClient
    /// The signed parameters of the request for the request token that are not part of the protocol, such as `scope`.
    ///
    /// The client asked for these; whether it gets them is for the application to decide.
    public let requestParameters: OAuth1Parameters
    /// The fields of the consent form beyond those of the protocol, for example the boxes that the user ticked.
    public let decisionFields: OAuth1Parameters
    /// The scopes and realms that the access token gets: those that the client asked for and may have, without those that the
    /// user left out.
    public let access: OAuth1Access

    /// Creates a grant, for tests of closures that get one.
    ///
    /// - Parameters:
    ///   - userID: The user who allowed access.
    ///   - client: The client that gets the access token.
    ///   - requestParameters: The signed parameters of the request for the request token.
    ///   - decisionFields: The fields of the consent form.
    ///   - access: The scopes and realms that the access token gets.
    public init(
        userID: String,
        client: OAuth1RegisteredClient,
        requestParameters: OAuth1Parameters = [],
        decisionFields: OAuth1Parameters = [],
        access: OAuth1Access = OAuth1Access()
    ) {
        self.userID = userID
        self.client = client
        self.requestParameters = requestParameters
        self.decisionFields = decisionFields
        self.access = access
    }

    /// The consumer key and the user.
    public var description: String { "OAuth1Grant(client: \(client.key), user: \(userID))" }
}
