//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1
public import OAuth1Client
public import OAuth1Server

/// A whole provider for your own tests, without sockets: three endpoints, a consent page and a few resources.
///
/// It is the real `OAuth1AuthorizationServer` with its stores in memory, and is strict as that is.
///
/// ```swift
/// let provider = OAuth1TestProvider()
/// let client = AsyncOAuth1Client(
///     client: provider.client,
///     transport: provider.transport
/// )
/// let requestToken = try await client.fetchRequestToken(
///     provider.requestTokenURL,
///     callback: .url("https://app.example/callback")
/// )
/// let page = client.authorizationURL(provider.authorizeURL, for: requestToken)
/// let browser = OAuth1TestBrowser(transport: provider.transport)
/// let callback = try await browser.allow(page)
/// let answer = try client.parseAuthorizationResponse(
///     callback,
///     for: requestToken
/// )
/// let token = try await client.fetchAccessToken(
///     provider.accessTokenURL,
///     authorization: answer.authorization()
/// )
/// let response = try await client.get(provider.url("/api/me"), token: token)
/// ```
///
/// Resources: `GET /api/me` answers the user, `POST /api/form` and `POST /api/json` answer what they were sent, and
/// any other path below `/api/` answers the method and path; all ask for an access token.
public struct OAuth1TestProvider: Sendable {
    /// The credentials of the one client that is registered.
    public let client: OAuth1ClientCredentials
    /// The identifier of the user who is signed in.
    public let userID: String
    /// The origin, as in `https://provider.example`.
    public let origin: String
    /// The server, for tests that look inside.
    public let server: OAuth1AuthorizationServer
    private let protector: OAuth1ResourceProtector

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - client: The credentials of the client that is registered.
    ///   - rsaPublicKey: The client's public key, for RSA methods.
    ///   - callbacks: The callbacks that the client may ask for; any that is safe by default.
    ///   - userID: The identifier of the user who is signed in.
    ///   - origin: The origin; requests to other origins are answered with status 421.
    ///   - configuration: The server's configuration.
    public init(
        client: OAuth1ClientCredentials = OAuth1ClientCredentials(key: "test-client", secret: "test-client-secret"),
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        callbacks: [String] = [],
        userID: String = "alice",
        origin: String = "https://provider.example",
        configuration: OAuth1ServerConfiguration = OAuth1ServerConfiguration(serviceName: "Test Provider")
    ) {
        self.init(
            client: client,
            rsaPublicKey: rsaPublicKey,
            callbacks: callbacks,
            userID: userID,
            origin: origin,
            configuration: configuration,
            nonces: nil
        )
    }

    /// Creates a provider with another store of nonces, or the one in memory if it is `nil`.
    init(
        client: OAuth1ClientCredentials,
        rsaPublicKey: OAuth1RSAPublicKey?,
        callbacks: [String] = [],
        userID: String,
        origin: String = "https://provider.example",
        configuration: OAuth1ServerConfiguration,
        nonces: (any OAuth1NonceStore)?
    ) {
        self.client = client
        self.userID = userID
        self.origin = origin
        let registered = OAuth1RegisteredClient(
            credentials: client,
            displayName: "Test Client",
            callbacks: callbacks,
            rsaPublicKey: rsaPublicKey,
            allowsRenewal: true
        )
        var configuration = configuration
        // Requests to another origin do not reach the server.
        configuration.trustsHostField = true
        var stores = OAuth1ServerStores.inMemory(clients: [registered])
        if let nonces { stores.nonces = nonces }
        self.server = OAuth1AuthorizationServer(
            stores: stores,
            configuration: configuration,
            accessTokenParameters: { userID, _ in ["user_id": userID] },
            authenticateUser: { _ in .user(id: userID) }
        )
        self.protector = server.protector()
    }

    /// The URL of the request-token endpoint.
    public var requestTokenURL: String { url(server.configuration.paths.requestToken) }
    /// The URL of the consent page.
    public var authorizeURL: String { url(server.configuration.paths.authorize) }
    /// The URL of the access-token endpoint.
    public var accessTokenURL: String { url(server.configuration.paths.accessToken) }
    /// The URL where access tokens are refreshed, if the configuration has `renewal`.
    public var renewTokenURL: String { url(server.configuration.paths.renewToken) }
    /// The URL where access tokens are revoked.
    public var revokeTokenURL: String { url(server.configuration.paths.revokeToken) }

    /// The absolute URL of a path.
    ///
    /// - Parameter path: The path, with a leading slash.
    /// - Returns: The URL.
    public func url(_ path: String) -> String { origin + path }

    /// The transport from a client to this provider.
    public var transport: any OAuth1Transport { InProcessTransport(provider: self) }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body.
    /// - Returns: The response.
    public func respond(to request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        guard "\(request.scheme ?? "")://\(request.authority ?? "")" == origin else {
            return OAuth1ServerResponse(HTTPResponse(status: .init(code: 421, reasonPhrase: "Misdirected Request")))
        }
        if let response = await server.respond(to: request, body: body) { return response }
        guard request.targetReference.base.hasPrefix("/api/") else {
            return OAuth1ServerResponse(HTTPResponse(status: .notFound))
        }
        do {
            let authentication = try await protector.authenticate(request, body: body)
            return OAuth1TestProvider.resource(request, body: body, userID: authentication.userID ?? "")
        } catch {
            return protector.response(for: error, to: request)
        }
    }

    /// The resources' response to an accepted request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body.
    ///   - userID: The user's identifier.
    /// - Returns: The response.
    public static func resource(_ request: HTTPRequest, body: [UInt8], userID: String) -> OAuth1ServerResponse {
        let path = request.targetReference.base
        var response = HTTPResponse(status: .ok)
        switch (request.method, path) {
        case (.get, "/api/me"):
            response.headerFields[.contentType] = "application/json"
            return OAuth1ServerResponse(response, body: Array("{\"user_id\":\"\(userID)\"}".utf8))
        case (.post, "/api/form"), (.post, "/api/json"):
            response.headerFields[.contentType] = request.headerFields[.contentType]
            return OAuth1ServerResponse(response, body: body)
        default:
            response.headerFields[.contentType] = "text/plain; charset=utf-8"
            return OAuth1ServerResponse(response, body: Array("\(request.method) \(path)\n".utf8))
        }
    }
}

/// Carries requests to a provider in the same process.
private struct InProcessTransport: OAuth1Transport {
    let provider: OAuth1TestProvider

    func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        let answer = await provider.respond(to: request, body: body ?? [])
        guard answer.body.count <= maximumResponseBytes else {
            throw OAuth1ClientError.responseTooLarge(limit: maximumResponseBytes, status: answer.response.status)
        }
        return OAuth1Response(head: answer.response, body: answer.body)
    }
}
