//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Web

/// An account that a user has logged in with, which the browser keeps encrypted between requests.
struct Account: Codable, Sendable {
    /// How long the browser stays logged in, in seconds.
    static let lifetime: Int64 = 8 * 3_600

    let token: String
    let secret: String
    let userID: String?
    let name: String?
    /// The last second in which it counts, whatever the browser makes of its cookie.
    let expiresAt: Int64

    init(_ login: OAuth1Login, at now: Int64) {
        token = login.token.token
        secret = login.token.secret.reveal()
        userID = login.profile.userID
        name = login.profile.screenName ?? login.profile.fullName
        expiresAt = now + Account.lifetime
    }

    var accessToken: OAuth1AccessToken {
        OAuth1AccessToken(token: token, secret: OAuth1Secret(secret))
    }
}
