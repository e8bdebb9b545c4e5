//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The clients that can use a user's account, for the page on which the user removes their access.
///
/// A form that removes access is sent by POST to the URL of the page, with the fields `oauth_consumer_key`, which is
/// ``OAuth1UserGrant/clientKey``, and `form_token`, which is ``Entry/formToken``.
public struct OAuth1GrantList: Sendable {
    /// A client that has access.
    ///
    /// A client that a user allowed several times, for example on several devices, is one entry.
    public struct Entry: Sendable {
        /// The client, and what it has access to.
        public let grant: OAuth1UserGrant
        /// What the client can do, as ``OAuth1ServerConfiguration/accessRules`` describes its scopes and realms.
        public let access: [String]
        /// The value of the form field `form_token`, which no other site can know.
        public let formToken: String

        /// The name of the client, or its consumer key if it is no longer registered.
        public var displayName: String { grant.client?.displayName ?? grant.clientKey }
    }

    /// The user.
    public let user: OAuth1User
    /// The name of the service.
    public let serviceName: String
    /// How the page looks.
    public let pageStyle: OAuth1PageStyle
    /// The clients, the one that the user allowed last first.
    public let entries: [Entry]
    /// The name of the client whose access was just removed, or `nil`.
    public let removedName: String?
}
