//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web

/// A service that the site has a button for.
struct OfferedService: Sendable {
    let service: OAuth1Service
    let replica: OAuth1ServiceReplica
    /// What is special about its login.
    let note: String
    /// The call that the page of an account shows, relative to the service's API.
    let call: String
    var parameters = OAuth1LoginParameters()
    /// Whether the login proves nothing of who the user is, as with OAuth 1.0: here it only connects an account.
    var isOnlyConnected: Bool { service.verifier == .absent }

    static let all = [
        OfferedService(
            service: .x,
            replica: .x,
            note: "The original OAuth login page, formerly Twitter's.",
            call: "2/users/me"
        ),
        OfferedService(
            service: .discogs,
            replica: .discogs,
            note: "Requires a User-Agent that names the application.",
            call: "oauth/identity"
        ),
        OfferedService(
            service: .flickr,
            replica: .flickr,
            note: "Returns your name together with the token.",
            call: "?method=flickr.test.login&format=json&nojsoncallback=1",
            parameters: OAuth1LoginParameters(authorize: ["perms": "read"])
        ),
        OfferedService(
            service: .trello,
            replica: .trello,
            note: "The application asks for a scope and an expiry.",
            call: "members/me",
            parameters: OAuth1LoginParameters(
                authorize: ["name": "Log in with …", "scope": "read", "expiration": "1hour"]
            )
        ),
        OfferedService(
            service: .tumblr,
            replica: .tumblr,
            note: "Standard OAuth 1.0a.",
            call: "user/info"
        ),
        OfferedService(
            service: named("Wikimedia", .wikimedia),
            replica: .wikimedia,
            note: "Reports errors with status 200.",
            call: "?action=query&meta=userinfo&format=json"
        ),
        OfferedService(
            service: .zotero,
            replica: .zotero,
            note: "The token is an API key, so calls are not signed.",
            call: "keys/current"
        ),
        OfferedService(
            service: .tripIt,
            replica: .tripIt,
            note: "OAuth 1.0 without a verifier: it connects an account, but does not prove who you are.",
            call: "get/profile?format=json"
        ),
    ]

    /// A preset for any installation, with the name of this one.
    private static func named(_ name: String, _ service: OAuth1Service) -> OAuth1Service {
        var service = service
        service.name = name
        return service
    }
}
