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
            note: "Asks every application for its name.",
            call: "oauth/identity"
        ),
        OfferedService(
            service: .flickr,
            replica: .flickr,
            note: "Says who you are with the token.",
            call: "?method=flickr.test.login&format=json&nojsoncallback=1",
            parameters: OAuth1LoginParameters(authorize: ["perms": "read"])
        ),
        OfferedService(
            service: .trello,
            replica: .trello,
            note: "Lets the application choose what it may do.",
            call: "members/me",
            parameters: OAuth1LoginParameters(
                authorize: ["name": "Log in with …", "scope": "read", "expiration": "1hour"]
            )
        ),
        OfferedService(
            service: .tumblr,
            replica: .tumblr,
            note: "Plain OAuth 1.0a.",
            call: "user/info"
        ),
        OfferedService(
            service: named("Wikimedia", .wikimedia),
            replica: .wikimedia,
            note: "Reports its errors as success.",
            call: "?action=query&meta=userinfo&format=json"
        ),
        OfferedService(
            service: .zotero,
            replica: .zotero,
            note: "Its calls are not signed: the token is a key.",
            call: "keys/current"
        ),
        OfferedService(
            service: .tripIt,
            replica: .tripIt,
            note: "Still OAuth 1.0, without a verifier.",
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
