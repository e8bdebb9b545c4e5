//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1
public import OAuth1Client
public import OAuth1Server

/// A provider that insists on the habits of a real service, for tests without that service.
///
/// Behind it is the same provider as behind ``OAuth1TestProvider``; in front of it the raw requests are held against what
/// the service's documentation says. A request that the service would refuse is refused here, and the answer says why.
/// The URLs are those of the service, but nothing leaves the process.
///
/// ```swift
/// let replica = OAuth1ServiceReplica.discogs
/// let client = try AsyncOAuth1Client(
///     service: .discogs,
///     client: replica.client,
///     options: OAuth1FlowOptions(headerFields: [.userAgent: "MyApp/1.0"]),
///     transport: replica.transport
/// )
/// ```
///
/// The replicas know what is documented. That the services themselves still do it is not proved by them.
public struct OAuth1ServiceReplica: Sendable, CustomStringConvertible {
    /// The credentials of the one client that is registered.
    public let client: OAuth1ClientCredentials
    /// The identifier of the user who is signed in.
    public let userID = "alice"
    let habits: ReplicaHabits
    let server: OAuth1AuthorizationServer
    let memory = ReplicaMemory()
    private let provider: OAuth1TestProvider
    private let rsaPublicKey: OAuth1RSAPublicKey?

    init(_ habits: ReplicaHabits, rsaPublicKey: OAuth1RSAPublicKey? = nil) {
        self.habits = habits
        self.rsaPublicKey = rsaPublicKey
        let hasNoSecret = habits.hasNoConsumerSecret || rsaPublicKey != nil
        client = OAuth1ClientCredentials(key: "replica-client", secret: hasNoSecret ? "" : "replica-client-secret")
        provider = OAuth1TestProvider(
            // The provider takes no shared-secret signature from a client without a secret.
            client: habits.hasNoConsumerSecret ? OAuth1ClientCredentials(key: client.key, secret: "inner") : client,
            rsaPublicKey: rsaPublicKey,
            userID: userID,
            configuration: OAuth1ServerConfiguration(
                verifier: OAuth1Verifier(methods: habits.methods.union([.hmacSHA1])),
                requiresTLS: false,
                revealsProblemDetail: true
            )
        )
        server = provider.server
    }

    /// The name of the service.
    public var description: String { habits.name }

    /// What carries a client's and a browser's requests to the replica.
    public var transport: any OAuth1Transport { ReplicaTransport(replica: self) }

    /// Hands out an access token, as services do on their pages.
    ///
    /// - Returns: The access token of the user.
    /// - Throws: Whatever kept the store from keeping it.
    public func issueToken() async throws -> OAuth1AccessToken {
        let generator = server.configuration.tokenGenerator
        let now = server.configuration.clock.now()
        let request = OAuth1IssuedRequestToken(
            token: generator.makeToken(),
            secret: generator.makeSecret(),
            clientKey: client.key,
            callback: "oob",
            issuedAt: now,
            expiresAt: now + 600
        )
        let access = OAuth1IssuedAccessToken(
            token: generator.makeToken(),
            secret: generator.makeSecret(),
            clientKey: client.key,
            userID: userID,
            issuedAt: now
        )
        try await server.stores.tokens.save(request)
        _ = try await server.stores.tokens.authorizeRequestToken(
            request.token,
            OAuth1IssuedRequestToken.Authorization(userID: userID, verifier: generator.makeVerifier())
        )
        _ = try await server.stores.tokens.exchangeRequestToken(request.token, for: access)
        return OAuth1AccessToken(token: access.token, secret: access.secret)
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body.
    /// - Returns: The response.
    public func respond(to request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        let raw = ReplicaRequest(request, body: body)
        do {
            if let response = await tokenResponse(raw) { return response }
            if let endpoint = habits.authorize.first(where: { $0.matches(raw) }) {
                // The form goes to the URL of its page, and has been looked at there.
                if request.method == .get { try check(raw, endpoint) }
                return try await authorize(raw)
            }
            if habits.api.matches(raw, below: true) {
                try check(raw, habits.api)
                return try await call(raw)
            }
            throw ReplicaRefusal("there is nothing at \(raw.url)")
        } catch {
            let refusal: OAuth1Parameters = [
                "oauth_problem": "parameter_rejected", "oauth_problem_advice": reason(error),
            ]
            return OAuth1ServerResponse(HTTPResponse(status: .badRequest), body: refusal.formEncoded)
        }
    }

    /// The response of a token endpoint, in the service's style, or `nil` if the request is for none.
    private func tokenResponse(_ request: ReplicaRequest) async -> OAuth1ServerResponse? {
        let wantsJSON = request.query["format"] == "json"
        do {
            if let endpoint = habits.requestToken, endpoint.matches(request) {
                try check(request, endpoint)
                return habits.inItsStyle(try await requestToken(request), wantsJSON: wantsJSON)
            }
            if let endpoint = habits.accessToken, endpoint.matches(request) {
                try check(request, endpoint)
                return habits.inItsStyle(try await accessToken(request), wantsJSON: wantsJSON)
            }
            return nil
        } catch {
            return habits.refuse(reason(error), wantsJSON: wantsJSON)
        }
    }

    private func reason(_ error: any Error) -> String {
        "\(habits.name) \((error as? ReplicaRefusal)?.reason ?? "\(error)")"
    }

    private func check(_ request: ReplicaRequest, _ endpoint: ReplicaHabits.Endpoint) throws {
        if let method = request.incoming?.signatureMethod, !habits.methods.contains(method) {
            let names = habits.methods.map(\.rawValue).sorted().joined(separator: ", ")
            throw ReplicaRefusal("expected one of the signature methods \(names), got \(method)")
        }
        for rule in endpoint.rules {
            if let expected = rule.complaint(request) { throw ReplicaRefusal("expected \(expected)") }
        }
    }

    // MARK: Translation

    /// Whether the provider takes requests as they are.
    private var isStandard: Bool { habits.version == .v10a && !habits.hasNoConsumerSecret }

    /// Verifies the raw request where the provider gets another one in its place.
    private func verify(_ request: ReplicaRequest, tokenSecret: OAuth1Secret = OAuth1Secret("")) throws {
        guard let incoming = request.incoming else { throw ReplicaRefusal("expected OAuth parameters") }
        let key = OAuth1VerificationKey(client: client, tokenSecret: tokenSecret, rsaPublicKey: rsaPublicKey)
        let verifier = OAuth1Verifier(methods: habits.methods)
        try verifier.checkParameters(of: incoming)
        try verifier.verify(incoming, with: key)
    }

    /// Sends the provider what the standard has in the place of what the service has.
    private func standard(
        _ url: String,
        token: (any OAuth1Token)? = nil,
        _ options: OAuth1SigningOptions
    ) throws -> HTTPRequest {
        let signer = OAuth1Signer(client: provider.client, token: token)
        return try signer.sign(HTTPRequest(.post, wireURL: url), options).request
    }

    private func requestToken(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        if isStandard, request.incoming?.callback != nil {
            return await server.requestToken(request.request, body: request.body)
        }
        try verify(request)
        let options = OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
        var response = await server.requestToken(try standard(provider.requestTokenURL, options))
        if habits.version != .v10a {
            let parameters = OAuth1Parameters(formEncoded: response.body)
            response.body = OAuth1Parameters(parameters.filter { $0.name != "oauth_callback_confirmed" }).formEncoded
        }
        return response
    }

    private func authorize(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        guard let token = request.query[habits.tokenName] else {
            throw ReplicaRefusal("expected \(habits.tokenName) in the query")
        }
        var inner = try HTTPRequest(
            request.request.method,
            wireURL: provider.authorizeURL,
            parameters: [OAuth1Parameter("oauth_token", token)]
        )
        inner.headerFields = request.request.headerFields
        if habits.version != .v10a { memory.update(token) { $0.callback = request.query[habits.callbackName] } }
        let response = await server.authorize(inner, body: request.body)
        if habits.version == .v10a { return habits.refusalInItsWords(response) }
        guard let verifier = response.text.firstMatch(of: /<code[^>]*>([^<]+)<\/code>/)?.1 else { return response }
        memory.update(token) { $0.verifier = String(verifier) }
        guard let callback = memory.login(token).callback else { return response }
        var answer: OAuth1Parameters = [OAuth1Parameter("oauth_token", token)]
        if habits.version != .v10 { answer.append(OAuth1Parameter("oauth_verifier", String(verifier))) }
        return .redirect(to: URLReference(callback).appendingToQuery(answer.formEncodedString))
    }

    private func accessToken(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        var response: OAuth1ServerResponse
        if habits.isXAuth {
            try verify(request)
            response = try await exchangePassword(request)
        } else if isStandard {
            response = await server.accessToken(request.request, body: request.body)
        } else {
            let token = request.incoming?.token ?? ""
            guard let issued = try await server.stores.tokens.requestToken(token) else {
                throw ReplicaRefusal("expected a request token")
            }
            try verify(request, tokenSecret: issued.secret)
            let verifier = habits.version == .v10 ? memory.login(token).verifier : request.incoming?.verifier
            let options = OAuth1SigningOptions(verifier: verifier, isTokenRequest: true)
            response = await server.accessToken(try standard(provider.accessTokenURL, token: issued, options))
        }
        guard response.response.status == .ok else { return response }
        var parameters = OAuth1Parameters(formEncoded: response.body)
        parameters.append(contentsOf: habits.says)
        response.body = parameters.formEncoded
        memory.remember(OAuth1Secret(parameters["oauth_token_secret"] ?? ""))
        return response
    }

    private func exchangePassword(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        guard request.form["x_auth_mode"] == "client_auth", request.form["x_auth_username"] == userID,
            request.form["x_auth_password"] == "password"
        else {
            throw ReplicaRefusal("expected x_auth_mode, x_auth_username and x_auth_password in the form")
        }
        let token = try await issueToken()
        let parameters: OAuth1Parameters = [
            "oauth_token": token.token, "oauth_token_secret": token.secret.reveal(),
        ]
        return OAuth1ServerResponse(HTTPResponse(status: .ok), body: parameters.formEncoded)
    }

    private func call(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        switch habits.call {
        case .bearer(let name):
            guard memory.knows(OAuth1Secret(request.request.headerFields[name] ?? "")) else {
                throw ReplicaRefusal("expected the token secret in \(name)")
            }
        case .signed, .consumerOnly:
            if habits.hasNoConsumerSecret {
                let token = try await server.stores.tokens.accessToken(request.incoming?.token ?? "")
                try verify(request, tokenSecret: token?.secret ?? OAuth1Secret(""))
            } else {
                let isAlone = if case .consumerOnly = habits.call { true } else { false }
                let hasEmptyToken = habits.takesEmptyToken && request.incoming?.token == ""
                let protector = server.protector(allowsRequestsWithoutToken: isAlone || hasEmptyToken)
                do {
                    _ = try await protector.authenticate(request.request, body: request.body)
                } catch {
                    return protector.response(for: error)
                }
            }
        }
        let response = HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"])
        return OAuth1ServerResponse(response, body: Array("{\"user_id\":\"\(userID)\"}".utf8))
    }
}

/// Why the service would refuse a request.
private struct ReplicaRefusal: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// Carries requests to a replica in the same process.
private struct ReplicaTransport: OAuth1Transport {
    let replica: OAuth1ServiceReplica

    func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        let answer = await replica.respond(to: request, body: body ?? [])
        guard answer.body.count <= maximumResponseBytes else {
            throw OAuth1ClientError(.responseTooLarge, "the response has more than \(maximumResponseBytes) bytes")
        }
        return OAuth1Response(head: answer.response, body: answer.body)
    }
}
