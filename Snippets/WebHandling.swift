//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import HTTPTypes
import Logging
import OAuth1
import OAuth1Client
import OAuth1Web

// snippet.end

// snippet.registry
func registry(
    cookieKey: OAuth1Secret,
    flickr: OAuth1ClientCredentials,
    trello: OAuth1ClientCredentials,
    transport: any OAuth1Transport
) throws -> OAuth1Registry {
    try OAuth1Registry(
        [
            OAuth1Registration(.flickr, client: flickr),
            OAuth1Registration(
                .trello,
                client: trello,
                parameters: OAuth1LoginParameters(authorize: [
                    "scope": "read", "expiration": "never",
                ])
            ),
        ],
        configuration: OAuth1WebConfiguration(
            publicURL: "https://app.example.org",
            storage: .sealedCookie(OAuth1CookieKeys(current: cookieKey))
        ),
        transport: transport
    )
}
// snippet.end

// snippet.routes
func answer(
    _ request: HTTPRequest,
    _ registry: OAuth1Registry,
    _ logger: Logger,
    save: (OAuth1Login) async throws -> Void
) async throws -> OAuth1Response? {
    try await registry.respond(
        to: request,
        onFailure: { failure in
            switch failure.code {
            case .denied, .replayed:
                return .redirect(to: failure.returnPath ?? .root)
            default:
                logger.info(
                    "A login failed",
                    metadata: ["failure": "\(failure)"]
                )
                return failure.response
            }
        },
        onLogin: { login in
            try await save(login)
            return .redirect(to: login.returnPath)
        }
    )
}
// snippet.end

// snippet.steps
func begin(
    _ client: OAuth1WebClient,
    _ request: HTTPRequest,
    cart: String
) async throws -> HTTPResponse {
    try await client.authorizeRedirect(
        for: request,
        returnTo: OAuth1ReturnPath("/checkout") ?? .root,
        state: cart,
        parameters: OAuth1LoginParameters(authorize: ["scope": "read,write"])
    )
}

func end(
    _ client: OAuth1WebClient,
    _ request: HTTPRequest,
    save: (OAuth1Login) async throws -> Void
) async throws -> HTTPResponse {
    let outcome = try await client.authorizeAccessToken(from: request)
    var response = HTTPResponse(status: .seeOther)
    switch outcome.result {
    case .success(let login):
        try await save(login)
        response.headerFields[.location] = login.returnPath.description
    case .failure:
        response.headerFields[.location] = "/sign-in"
    }
    response.headerFields.add(outcome)
    return response
}
// snippet.end

// snippet.typed
func beginWithCode(
    _ client: OAuth1WebClient,
    _ request: HTTPRequest
) async throws -> OAuth1StartedLogin {
    try await client.startLogin(for: request, callback: .outOfBand)
}

func endWithCode(
    _ client: OAuth1WebClient,
    _ request: HTTPRequest,
    login: String,
    code: String
) async throws -> OAuth1LoginOutcome {
    try await client.authorizeAccessToken(
        from: request,
        login: login,
        verifier: code
    )
}
// snippet.end

// snippet.rotation
func keys(
    current: OAuth1Secret,
    previous: OAuth1Secret?
) throws -> OAuth1CookieKeys {
    try OAuth1CookieKeys(
        current: current,
        previous: previous.map { [$0] } ?? []
    )
}
// snippet.end

// snippet.uses
func storage(
    _ keys: OAuth1CookieKeys,
    _ uses: any OAuth1UsedLoginStore
) -> OAuth1LoginStorage {
    .sealedCookie(keys, uses: uses)
}
// snippet.end

// snippet.calls
func collection(
    _ registry: OAuth1Registry,
    findToken:
        @escaping @Sendable (_ service: String) async throws ->
        OAuth1AccessToken?
) async throws -> String {
    let clients = registry.clients(fetchToken: findToken)
    do {
        return try await clients.client("discogs").get("oauth/identity")
            .checkingStatus().text
    } catch let error as OAuth1WebError where error.code == .missingToken {
        return "Please log in at \(try registry.client("discogs").loginPath)"
    }
}
// snippet.end

// snippet.settings
func registry(
    _ values: [String: String],
    _ configuration: OAuth1WebConfiguration,
    _ transport: any OAuth1Transport
) throws -> OAuth1Registry {
    try OAuth1Registry(
        [
            OAuth1Registration(named: "flickr"),
            OAuth1Registration(named: "intranet"),
        ],
        configuration: configuration,
        settings: OAuth1RegistrationSettings { service, key, _ in
            values[([service] + key).joined(separator: ".")]
        },
        transport: transport
    )
}
// snippet.end
