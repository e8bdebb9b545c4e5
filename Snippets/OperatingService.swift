//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird && GRDB
// snippet.show
// snippet.service
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import Logging
import OAuth1
import OAuth1GRDB
import OAuth1Server

let environment = ProcessInfo.processInfo.environment
guard let path = environment["OAUTH1_DATABASE"],
    let keyList = environment["OAUTH1_DATABASE_KEYS"],
    let password = environment["PHOTOS_PASSWORD"]
else {
    print("Set OAUTH1_DATABASE, OAUTH1_DATABASE_KEYS and PHOTOS_PASSWORD.")
    exit(1)
}
let url = environment["PHOTOS_URL"] ?? "https://api.example.com"
let readOnlyFile =
    environment["PHOTOS_READ_ONLY_FILE"] ?? "/var/lib/photos/read-only"
let logger = Logger(label: "photos")

// The newest key first, as the commands read them.
let keys = try OAuth1DatabaseKeys(
    keyList.split { $0 == "," || $0.isNewline }
        .map { OAuth1Secret($0.trimmingCharacters(in: .whitespaces)) }
)
// The tables are those of `oauth1 provider migrate`.
let database = try OAuth1GRDBDatabase(path: path, keys: keys, migrates: false)

// The user of the browser. Replace it with the sign-in of your site: this
// asks for one user's password in a dialog of the browser.
let signedIn: OAuth1AuthorizationServer.UserAuthenticator = { request in
    let login = Data("jane:\(password)".utf8).base64EncodedString()
    let field = request.headerFields[.authorization]
    if OAuth1Secret(field ?? "") == OAuth1Secret("Basic \(login)") {
        return .user(id: "jane", displayName: "Jane")
    }
    let challenge: HTTPFields = [.wwwAuthenticate: #"Basic realm="Photos""#]
    return .response(
        OAuth1ServerResponse(
            HTTPResponse(status: .unauthorized, headerFields: challenge)
        )
    )
}

let server = OAuth1AuthorizationServer(
    stores: database.stores,
    configuration: OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: try OAuth1Origin(url),
        // Several servers need the same one. Without it, each has another.
        consentSecret: environment["PHOTOS_CONSENT_SECRET"]
            .map { OAuth1Secret($0) },
        isReadOnly: { FileManager.default.fileExists(atPath: readOnlyFile) },
        logger: logger
    ),
    authenticateUser: signedIn
)

// The endpoints with the consent page, and one protected resource.
let router = Router(context: BasicOAuth1RequestContext.self)
router.addOAuth1Provider(server)
router.group("api").add(middleware: OAuth1Middleware(server.protector()))
    .get("me") { _, context in
        try context.requireOAuth1().userID ?? ""
    }

// An address that the load balancer reaches and clients don't.
let operations = Router()
operations.addOAuth1Readiness(database.stores, at: "/ready")
let readiness = Application(
    router: operations,
    configuration: .init(address: .hostname("127.0.0.1", port: 8081)),
    logger: logger
)

let application = Application(
    router: router,
    server: .http1(configuration: .init(idleTimeout: .seconds(75))),
    configuration: .init(address: .hostname("127.0.0.1", port: 8080)),
    services: [readiness],
    logger: logger
)
// Until SIGTERM or SIGINT: then requests in progress are answered first.
try await application.runService()
try database.close()
// snippet.end
// snippet.hide
#endif
