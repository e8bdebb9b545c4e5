//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird
// snippet.show
// step 1
import Foundation
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Client
import OAuth1URLSession
import OAuth1Web

let environment = ProcessInfo.processInfo.environment
guard let key = environment["DISCOGS_KEY"],
    let secret = environment["DISCOGS_SECRET"],
    let cookieKey = environment["COOKIE_KEY"]
else {
    print("Set DISCOGS_KEY, DISCOGS_SECRET and COOKIE_KEY.")
    exit(1)
}
// step 2

let discogs = OAuth1Registration(
    .discogs,
    client: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
    options: OAuth1FlowOptions(headerFields: [.userAgent: "MySite/1.0"])
)
let registry = try OAuth1Registry(
    [discogs],
    configuration: OAuth1WebConfiguration(
        publicURL: "http://localhost:8080",
        storage: .sealedCookie(
            OAuth1CookieKeys(current: OAuth1Secret(cookieKey))
        )
    ),
    transport: .urlSession
)
// step 4

/// The access tokens of the users; a real site has a database.
actor Accounts {
    private var tokens: [String: OAuth1AccessToken] = [:]

    func save(_ login: OAuth1Login, userID: String) {
        tokens["\(login.serviceName) \(userID)"] = login.token
    }
}
let accounts = Accounts()
// step 3

let router = Router()
router.get("/") { _, _ in
    Response(
        status: .ok,
        headers: [.contentType: "text/html; charset=utf-8"],
        body: ResponseBody(
            byteBuffer: ByteBuffer(
                string: #"<a href="/login/discogs">Log in with Discogs</a>"#
            )
        )
    )
}
// step 4
router.addOAuth1Login(registry) { login, _, _ in
    // A name can change hands, so the key is the user's identifier.
    guard let userID = login.profile.userID else {
        throw HTTPError(.badGateway)
    }
    await accounts.save(login, userID: userID)
    return "Hello, \(login.profile.screenName ?? userID)!"
}
// step 5

let application = Application(
    router: router,
    configuration: .init(address: .hostname("127.0.0.1", port: 8080))
)
try await application.runService()
// snippet.hide
#endif
