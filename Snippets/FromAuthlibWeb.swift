//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird
// snippet.show
// snippet.registry
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Client
import OAuth1Web

func registry(
    _ environment: [String: String],
    cookieKey: OAuth1Secret,
    transport: any OAuth1Transport
) throws -> OAuth1Registry {
    var service = OAuth1Service(
        id: "example",
        name: "Example",
        flow: .threeLegged
    )
    service.requestToken = .init(
        "https://api.example.com/oauth/request_token"
    )
    service.authorize = .init("https://api.example.com/oauth/authorize")
    service.accessToken = .init("https://api.example.com/oauth/access_token")
    service.apiBaseURL = "https://api.example.com/1/"
    return try OAuth1Registry(
        [OAuth1Registration(service), OAuth1Registration(.x)],
        configuration: OAuth1WebConfiguration(
            publicURL: "https://app.example.org",
            storage: .sealedCookie(OAuth1CookieKeys(current: cookieKey)),
            paths: OAuth1LoginPaths(
                login: "/login/{service}",
                callback: "/auth/{service}"
            )
        ),
        // As Flask has it: X_CLIENT_KEY, EXAMPLE_CLIENT_SECRET.
        settings: OAuth1RegistrationSettings { service, key, _ in
            switch key {
            case ["clientKey"]:
                environment["\(service.uppercased())_CLIENT_KEY"]
            case ["clientSecret"]:
                environment["\(service.uppercased())_CLIENT_SECRET"]
            default: nil
            }
        },
        transport: transport
    )
}
// snippet.end

// snippet.routes
func addRoutes(
    to router: Router<BasicRequestContext>,
    _ registry: OAuth1Registry,
    save: @escaping @Sendable (OAuth1Login) async throws -> Void
) throws {
    let example = try registry.client("example")
    router.get("login/example") { request, _ in
        let response = try await example.authorizeRedirect(for: request.head)
        return Response(
            status: response.status,
            headers: response.headerFields
        )
    }
    router.get("auth/example") { request, _ in
        let outcome = try await example.authorizeAccessToken(
            from: request.head
        )
        var response: Response
        switch outcome.result {
        case .success(let login):
            try await save(login)
            response = .redirect(to: "/")
        case .failure(let failure):
            response = Response(
                status: failure.code.status,
                body: .init(byteBuffer: .init(string: failure.reason))
            )
        }
        response.headers.add(outcome)
        return response
    }
}
// snippet.end

// snippet.calls
func timeline(
    _ registry: OAuth1Registry,
    _ token: OAuth1AccessToken
) async throws -> String {
    let example = try registry.client("example")
    let timeline = try await example.get(
        "statuses.json",
        token: token,
        parameters: ["count": "10"]
    )
    return try timeline.checkingStatus().text
}
// snippet.end
// snippet.hide
#endif
