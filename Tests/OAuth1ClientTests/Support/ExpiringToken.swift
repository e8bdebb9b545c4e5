//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// A token that expires, and what its service answers.
enum ExpiringToken {
    static let old = OAuth1AccessToken(
        token: "old",
        secret: "old secret",
        parameters: ["oauth_session_handle": "handle-1", "oauth_expires_in": "3600", "user_id": "7"]
    )
    static let renewed = OAuth1Response(
        .ok,
        [:],
        "oauth_token=new&oauth_token_secret=new%20secret&oauth_expires_in=3600&oauth_authorization_expires_in=86400"
    )
    static let expired = OAuth1Response(.unauthorized, [.wwwAuthenticate: "OAuth oauth_problem=token_expired"])
    static let url = "https://h.example/oauth/access_token"
}
