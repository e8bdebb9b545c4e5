//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird
// snippet.show
// snippet.provider
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Server

struct AppContext: OAuth1RequestContext {
    var coreContext: CoreRequestContextStorage
    var oauth1: OAuth1Authentication?

    init(source: Source) {
        coreContext = .init(source: source)
    }
}

func provider(clientSecret: OAuth1Secret) throws -> some ApplicationProtocol {
    let client = OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(
            key: "app",
            secret: clientSecret
        ),
        displayName: "The App",
        callbacks: ["https://app.example.org/callback"]
    )
    let server = OAuth1AuthorizationServer(
        stores: .inMemory(clients: [client]),
        configuration: OAuth1ServerConfiguration(
            serviceName: "Photos Example",
            externalURL: try OAuth1Origin("https://api.example.com")
        ),
        authenticateUser: { request in
            // Your own sign-in decides: `.user(id:)`, or a response that
            // leads to the sign-in page.
            .response(.redirect(to: "/sign-in"))
        }
    )
    let router = Router(context: AppContext.self)
    router.addOAuth1Provider(server)
    router.group("api").add(middleware: OAuth1Middleware(server.protector()))
        .get("me") { _, context in
            try context.requireOAuth1().userID ?? ""
        }
        .post("notes") { _, context in
            // The parameters exactly as signed, not the framework's parsed
            // copy.
            let parameters = try context.requireOAuth1().signedParameters
            guard let text = parameters["text"] else {
                throw HTTPError(.badRequest)
            }
            return text
        }
    return Application(router: router)
}
// snippet.end

// snippet.timeout
func application(_ router: Router<AppContext>) -> some ApplicationProtocol {
    Application(
        router: router,
        server: .http1(configuration: .init(idleTimeout: .seconds(75)))
    )
}
// snippet.end
// snippet.hide
#endif
