//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The access that a user gave to one client, for a page on which the user can revoke it.
public struct OAuth1UserGrant: Sendable, CustomStringConvertible {
    /// The consumer key of the client.
    public let clientKey: String
    /// The client, or `nil` if it is no longer registered.
    public let client: OAuth1RegisteredClient?
    /// The user.
    public let userID: String
    /// The scopes and realms of all its access tokens together.
    public let access: OAuth1Access
    /// When the first of the access tokens was issued, in seconds since 1970.
    public let firstIssuedAt: Int64
    /// When the latest of the access tokens was issued, in seconds since 1970.
    public let lastIssuedAt: Int64
    /// The last second in which one of them is valid or can be refreshed, or `nil` if one has no end.
    public let endsAt: Int64?
    /// How many access tokens the client has for the user.
    public let tokenCount: Int

    /// The consumer key and the user.
    public var description: String { "OAuth1UserGrant(client: \(clientKey), user: \(userID))" }

    /// Joins access tokens of one client and user, of which there must be one.
    init?(_ tokens: [OAuth1IssuedAccessToken], client: OAuth1RegisteredClient?) {
        guard let first = tokens.first else { return nil }
        clientKey = first.clientKey
        userID = first.userID
        self.client = client
        access = OAuth1Access(
            scopes: tokens.flatMap(\.access.scopes).uniqueTexts,
            realms: tokens.flatMap(\.access.realms).uniqueTexts
        )
        firstIssuedAt = tokens.map(\.issuedAt).min() ?? first.issuedAt
        lastIssuedAt = tokens.map(\.issuedAt).max() ?? first.issuedAt
        let ends = tokens.compactMap(\.endsAt)
        endsAt = ends.count == tokens.count ? ends.max() : nil
        tokenCount = tokens.count
    }
}
