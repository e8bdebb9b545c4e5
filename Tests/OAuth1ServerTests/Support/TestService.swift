//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization
import Testing

/// A provider with one client and one signed-in user, and what a client does with it.
struct TestService: Sendable {
    static let origin = "https://api.example.com"
    static let callback = "https://app.example.net/done"
    static let client = OAuth1ClientCredentials(key: "key", secret: "client-secret")
    static let user = OAuth1UserAuthentication.user(id: "user-7", displayName: "Ada")

    let clock = TestClock()
    let events = EventLog()
    let clients: OAuth1InMemoryClientStore
    let tokens = OAuth1InMemoryTokenStore()
    let nonces = OAuth1InMemoryNonceStore(history: .empty)
    let server: OAuth1AuthorizationServer
    let protector: OAuth1ResourceProtector

    init(
        client: OAuth1RegisteredClient = OAuth1RegisteredClient(
            credentials: TestService.client,
            displayName: "App",
            allowsRenewal: true
        ),
        accessTokenParameters: @escaping OAuth1AuthorizationServer.AccessTokenParameters = { _, _ in [] },
        grantParameters: OAuth1AuthorizationServer.GrantParameters? = nil,
        existingAccessToken: OAuth1AuthorizationServer.ExistingAccessToken? = nil,
        priorConsent: OAuth1AuthorizationServer.PriorConsent? = nil,
        grantsPage: OAuth1AuthorizationServer.GrantsPage? = nil,
        accessRemoved: OAuth1AuthorizationServer.AccessRemoved? = nil,
        allowsRequestsWithoutToken: Bool = false,
        tokenStore: (any OAuth1TokenStore)? = nil,
        nonceStore: (any OAuth1NonceStore)? = nil,
        authenticatePassword: OAuth1AuthorizationServer.PasswordAuthenticator? = nil,
        authenticateUser: @escaping OAuth1AuthorizationServer.UserAuthenticator = { _ in TestService.user },
        configure: (inout OAuth1ServerConfiguration) -> Void = { _ in }
    ) {
        clients = OAuth1InMemoryClientStore([
            client,
            OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: "other", secret: "other-secret")),
        ])
        var configuration = OAuth1ServerConfiguration(serviceName: "Service", trustsHostField: true, clock: clock)
        let events = events
        configuration.requestObserver = { events.append($0) }
        configure(&configuration)
        let server = OAuth1AuthorizationServer(
            stores: OAuth1ServerStores(
                clients: clients,
                tokens: tokenStore ?? tokens,
                nonces: nonceStore ?? nonces
            ),
            configuration: configuration,
            accessTokenParameters: { grant in
                if let grantParameters { return try await grantParameters(grant) }
                return try await accessTokenParameters(grant.userID, grant.client)
            },
            existingAccessToken: existingAccessToken,
            priorConsent: priorConsent,
            grantsPage: grantsPage,
            accessRemoved: accessRemoved,
            authenticateUser: authenticateUser
        )
        self.server = authenticatePassword.map { server.acceptingPasswords($0) } ?? server
        protector = self.server.protector(allowsRequestsWithoutToken: allowsRequestsWithoutToken)
    }

    func signer(
        _ client: OAuth1ClientCredentials = TestService.client,
        token: (any OAuth1Token)? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        placement: OAuth1Placement = .header
    ) -> OAuth1Signer {
        OAuth1Signer(
            client: client,
            token: token,
            method: method,
            configuration: OAuth1SigningConfiguration(placement: placement, clock: clock)
        )
    }

    func signed(
        _ path: String,
        method: HTTPRequest.Method = .post,
        by signer: OAuth1Signer,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> OAuth1SignedRequest {
        try signer.sign(HTTPRequest(method: method, absoluteURL: Self.origin + path), body: nil, options)
    }

    func send(_ signed: OAuth1SignedRequest) async throws -> OAuth1ServerResponse {
        try #require(await server.respond(to: signed.request, body: signed.body ?? []))
    }

    /// Step 1 of a client.
    func obtainRequestToken(
        callback: String = TestService.callback,
        query: String = "",
        signer: OAuth1Signer? = nil
    ) async throws -> OAuth1RequestToken {
        let signed = try signed(
            "/oauth/request_token" + query,
            by: signer ?? self.signer(),
            OAuth1SigningOptions(callback: callback, isTokenRequest: true)
        )
        let response = try await send(signed)
        try #require(response.response.status == .ok, "\(response.text)")
        let parameters = OAuth1Parameters(formEncoded: response.body)
        return OAuth1RequestToken(
            token: try #require(parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(parameters["oauth_token_secret"])),
            isCallbackConfirmed: parameters["oauth_callback_confirmed"] == "true"
        )
    }

    func get(_ path: String, cookie: String? = nil) async throws -> OAuth1ServerResponse {
        var request = try HTTPRequest(method: .get, absoluteURL: Self.origin + path)
        request.headerFields[.cookie] = cookie
        return try #require(await server.respond(to: request))
    }

    func post(_ path: String, _ form: OAuth1Parameters, cookie: String? = nil) async throws -> OAuth1ServerResponse {
        var request = try HTTPRequest(
            method: .post,
            absoluteURL: Self.origin + path,
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        request.headerFields[.cookie] = cookie
        return try #require(await server.respond(to: request, body: form.formEncoded))
    }

    /// Step 2 in a browser: the page, then its form.
    func decide(_ token: OAuth1RequestToken, _ decision: String = "allow") async throws -> OAuth1ServerResponse {
        let page = try await get("/oauth/authorize?oauth_token=\(token.token)")
        try #require(page.response.status == .ok, "\(page.text)")
        return try await post("/oauth/authorize", try form(of: page, token, decision))
    }

    func form(
        of page: OAuth1ServerResponse,
        _ token: OAuth1RequestToken,
        _ decision: String
    ) throws -> OAuth1Parameters {
        let field = try #require(page.text.firstMatch(of: #/name="form_token" value="([0-9a-f]+)"/#))
        let access = page.text.matches(of: #/type="hidden" name="(scope|realm)" value="([^"&]*)"/#)
            .map { OAuth1Parameter(String($0.1), String($0.2)) }
        let fields: OAuth1Parameters = [
            "oauth_token": token.token, "form_token": String(field.1), "decision": decision,
        ]
        return fields + OAuth1Parameters(access)
    }

    func authorize(_ token: OAuth1RequestToken) async throws -> String {
        let response = try await decide(token)
        let location = try #require(response.response.headerFields[.location])
        let query = location.drop { $0 != "?" }.dropFirst()
        return try #require(OAuth1Parameters(formEncoded: String(query))["oauth_verifier"])
    }

    /// Step 3 of a client.
    func exchange(
        _ token: OAuth1RequestToken,
        verifier: String,
        client: OAuth1ClientCredentials = TestService.client
    ) async throws -> OAuth1ServerResponse {
        let signed = try signed(
            "/oauth/access_token",
            by: signer(client, token: token),
            OAuth1SigningOptions(verifier: verifier, isTokenRequest: true)
        )
        return try await send(signed)
    }

    func obtainAccessToken(query: String = "", signer: OAuth1Signer? = nil) async throws -> OAuth1AccessToken {
        let requestToken = try await obtainRequestToken(query: query, signer: signer)
        let response = try await exchange(requestToken, verifier: try await authorize(requestToken))
        return try accessToken(in: response)
    }

    /// The access token of a response, with all its parameters.
    func accessToken(in response: OAuth1ServerResponse) throws -> OAuth1AccessToken {
        try #require(response.response.status == .ok, "\(response.text)")
        let parameters = OAuth1Parameters(formEncoded: response.body)
        return OAuth1AccessToken(
            token: try #require(parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(parameters["oauth_token_secret"])),
            parameters: parameters
        )
    }

    /// A request that refreshes an access token.
    func renewal(
        of token: OAuth1AccessToken,
        handle: String? = nil,
        path: String = "/oauth/access_token",
        client: OAuth1ClientCredentials = TestService.client
    ) throws -> OAuth1SignedRequest {
        let handle = handle ?? token.parameters["oauth_session_handle"] ?? ""
        return try signed(
            path,
            by: signer(client, token: token),
            OAuth1SigningOptions(
                isTokenRequest: true,
                additionalParameters: [OAuth1Parameter("oauth_session_handle", handle)]
            )
        )
    }

    /// Whether a request that is signed with a token is accepted, or the error.
    func call(_ token: OAuth1AccessToken) async throws -> OAuth1ServerError.Code? {
        let signed = try signed("/me", method: .get, by: signer(token: token))
        do {
            _ = try await protector.authenticate(signed.request)
            return nil
        } catch let error as OAuth1ServerError {
            return error.code
        }
    }
}

/// What the observer received.
final class EventLog: Sendable {
    private let log = Mutex<[OAuth1ServerEvent]>([])

    var events: [OAuth1ServerEvent] { log.withLock { $0 } }

    func append(_ event: OAuth1ServerEvent) {
        log.withLock { $0.append(event) }
    }
}

extension OAuth1ServerResponse {
    var parameters: OAuth1Parameters { OAuth1Parameters(formEncoded: body) }
    var problem: String? { parameters["oauth_problem"] }
}

extension OAuth1Parameters {
    static func + (lhs: OAuth1Parameters, rhs: OAuth1Parameters) -> OAuth1Parameters {
        var sum = lhs
        sum.append(contentsOf: rhs)
        return sum
    }

    static func += (lhs: inout OAuth1Parameters, rhs: OAuth1Parameters) { lhs.append(contentsOf: rhs) }
}
