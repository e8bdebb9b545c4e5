//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird
// snippet.show
// snippet.login
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Client
import OAuth1URLSession
import OAuth1Web

func addLogin(
    to router: Router<BasicRequestContext>,
    cookieKey: OAuth1Secret,
    discogs: OAuth1ClientCredentials,
    save: @escaping @Sendable (OAuth1Login) async throws -> Void
) throws {
    let userAgent = OAuth1FlowOptions(headerFields: [
        .userAgent: "MyApp/1.0 +https://app.example.org"
    ])
    let registry = try OAuth1Registry(
        [OAuth1Registration(.discogs, client: discogs, options: userAgent)],
        configuration: OAuth1WebConfiguration(
            publicURL: "https://app.example.org",
            storage: .sealedCookie(OAuth1CookieKeys(current: cookieKey))
        ),
        transport: .urlSession
    )
    router.addOAuth1Login(registry) { login, request, context in
        try await save(login)
        return Response.redirect(to: login.returnPath.description)
    }
}
// snippet.end

// snippet.persist
func storage(_ driver: some PersistDriver) -> OAuth1LoginStorage {
    .store(OAuth1PersistLoginStore(driver))
}
// snippet.end

// snippet.calls
struct UserContext: OAuth1ClientsRequestContext {
    var coreContext: CoreRequestContextStorage
    var oauth1Clients: OAuth1UserClients?

    init(source: Source) {
        coreContext = .init(source: source)
    }
}

func addCollection(
    to router: Router<UserContext>,
    _ registry: OAuth1Registry,
    findToken:
        @escaping @Sendable (_ service: String, Request) async throws ->
        OAuth1AccessToken?
) {
    router.group("collection")
        .add(
            middleware: OAuth1ClientsMiddleware(registry) {
                service,
                request,
                _ in
                try await findToken(service, request)
            }
        )
        .get { _, context in
            try await context.requireOAuth1Clients().client("discogs")
                .get("oauth/identity").text
        }
}
// snippet.end
// snippet.hide
#endif
