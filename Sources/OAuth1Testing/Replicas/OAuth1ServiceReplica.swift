//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1
public import OAuth1Client
public import OAuth1Server

/// A provider that insists on the quirks of a real service, for tests without that service.
///
/// It uses the same provider as ``OAuth1TestProvider``; before that, it compares the raw requests with what
/// the service's documentation says. A request that the service would reject is rejected here, and the answer says why.
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
    let quirks: ReplicaQuirks
    let server: OAuth1AuthorizationServer
    let memory = ReplicaState()
    let provider: OAuth1TestProvider
    let rsaPublicKey: OAuth1RSAPublicKey?

    init(
        _ quirks: ReplicaQuirks,
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        surroundings: ReplicaSurroundings = ReplicaSurroundings()
    ) {
        self.quirks = quirks
        self.rsaPublicKey = rsaPublicKey
        let hasNoSecret = quirks.hasNoConsumerSecret || rsaPublicKey != nil
        client = OAuth1ClientCredentials(key: "replica-client", secret: hasNoSecret ? "" : "replica-client-secret")
        provider = OAuth1TestProvider(
            // The provider takes no shared-secret signature from a client without a secret.
            client: quirks.hasNoConsumerSecret ? OAuth1ClientCredentials(key: client.key, secret: "inner") : client,
            rsaPublicKey: rsaPublicKey,
            userID: userID,
            configuration: OAuth1ServerConfiguration(
                serviceName: "\(quirks.name) (replica)",
                verifier: OAuth1Verifier(methods: quirks.methods.union([.hmacSHA1])),
                requiresTLS: false,
                revealsProblemDetail: true,
                clock: surroundings.clock,
                requestObserver: surroundings.observer
            ),
            nonces: surroundings.nonces
        )
        server = provider.server
    }

    /// The same replica, with another clock, store of nonces or observer, and without its tokens.
    package func placed(in surroundings: ReplicaSurroundings) -> OAuth1ServiceReplica {
        OAuth1ServiceReplica(quirks, rsaPublicKey: rsaPublicKey, surroundings: surroundings)
    }

    /// The name of the service.
    public var description: String { quirks.name }

    /// The transport from a client and a browser to the replica.
    public var transport: any OAuth1Transport { ReplicaTransport(replica: self) }

    /// Hands out an access token, as services do on their pages.
    ///
    /// - Returns: The access token of the user.
    /// - Throws: The error that kept the store from keeping it.
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

    /// The secret of a request token that the replica gave out, for tests that search for it.
    ///
    /// - Parameter token: The request token.
    /// - Returns: The secret, or `nil` if there is no such token anymore.
    /// - Throws: The error that kept the store from looking.
    public func requestTokenSecret(_ token: String) async throws -> OAuth1Secret? {
        try await server.stores.tokens.requestToken(token)?.secret
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body.
    /// - Returns: The response.
    public func respond(to request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await respond(to: request, body: body, signedAs: request)
    }

    /// Answers a request whose signature is about another URL than that of the service.
    ///
    /// - Parameters:
    ///   - request: The request to the service.
    ///   - body: The body.
    ///   - signed: The same request as it was signed.
    /// - Returns: The response.
    package func respond(
        to request: HTTPRequest,
        body: [UInt8],
        signedAs signed: HTTPRequest
    ) async -> OAuth1ServerResponse {
        let raw = ReplicaRequest(request, body: body, signedAs: signed)
        do {
            if let response = await tokenResponse(raw) { return response }
            if let endpoint = quirks.authorize.first(where: { $0.matches(raw) }) {
                // The form goes to the URL of its page, and has been looked at there.
                if request.method == .get { try check(raw, endpoint) }
                return try await authorize(raw)
            }
            if quirks.api.matches(raw, below: true) { return quirks.callInItsStyle(await callResponse(raw)) }
            throw ReplicaRejection("there is nothing at \(raw.url)")
        } catch {
            report(error, request)
            return refusal(error)
        }
    }

    private func refusal(_ error: any Error) -> OAuth1ServerResponse {
        let refusal: OAuth1Parameters = [
            "oauth_problem": "parameter_rejected", "oauth_problem_advice": reason(error),
        ]
        return OAuth1ServerResponse(HTTPResponse(status: .badRequest), body: refusal.formEncoded)
    }

    /// The response to a call.
    private func callResponse(_ request: ReplicaRequest) async -> OAuth1ServerResponse {
        do {
            // The rules are about signatures.
            if !hasOAuth2Token(request) { try check(request, quirks.api) }
            return try await call(request)
        } catch {
            report(error, request.request)
            return refusal(error)
        }
    }

    /// The response of a token endpoint, in the service's style, or `nil` if the request is for none.
    private func tokenResponse(_ request: ReplicaRequest) async -> OAuth1ServerResponse? {
        let wantsJSON = request.query["format"] == "json"
        do {
            if let endpoint = quirks.requestToken, endpoint.matches(request) {
                try check(request, endpoint)
                return quirks.inItsStyle(try await requestToken(request), wantsJSON: wantsJSON)
            }
            if let endpoint = quirks.accessToken, endpoint.matches(request) {
                try check(request, endpoint)
                return quirks.inItsStyle(try await accessToken(request), wantsJSON: wantsJSON)
            }
            if let exchange = quirks.tokenExchange, exchange.endpoint.matches(request) {
                try check(request, exchange.endpoint)
                return await exchangeToken(request, exchange)
            }
            return nil
        } catch {
            report(error, request.request)
            return quirks.refuse(reason(error), wantsJSON: wantsJSON)
        }
    }

    /// Reports a request that the service would reject, as the provider reports those that it rejects itself.
    private func report(_ error: any Error, _ request: HTTPRequest) {
        guard error is ReplicaRejection else { return }
        let event = OAuth1ServerEvent(
            endpoint: endpoint(of: request) ?? .resource,
            error: .invalidRequest,
            clientKey: nil
        )
        server.configuration.requestObserver?(event)
    }

    private func reason(_ error: any Error) -> String {
        "\(quirks.name) \((error as? ReplicaRejection)?.reason ?? "\(error)")"
    }

    private func check(_ request: ReplicaRequest, _ endpoint: ReplicaQuirks.Endpoint) throws {
        if let method = request.incoming?.signatureMethod, !quirks.methods.contains(method) {
            let names = quirks.methods.map(\.rawValue).sorted().joined(separator: ", ")
            throw ReplicaRejection("expected one of the signature methods \(names), got \(method)")
        }
        for rule in endpoint.rules {
            if let expected = rule.complaint(request) { throw ReplicaRejection("expected \(expected)") }
        }
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
            throw OAuth1ClientError.responseTooLarge(limit: maximumResponseBytes, status: answer.response.status)
        }
        return OAuth1Response(head: answer.response, body: answer.body)
    }
}
