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
