//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Server
import OAuth1Testing

/// A provider with one client, one user, and a sample API: the service of `oauth1 serve` and of `oauth1 demo`.
struct Sandbox: SandboxBackend {
    /// The most bytes of a body.
    static let maximumBodySize = 10 * 1_024 * 1_024
    /// The user who is signed in.
    static let userID = "alice"
    /// All methods that the verifier knows.
    ///
    /// PLAINTEXT needs TLS elsewhere, but here nothing leaves the machine.
    private static let methods = Set(OAuth1SignatureMethod.Name.standard)

    let client: OAuth1ClientCredentials
    let server: OAuth1AuthorizationServer
    private let tokens: OAuth1InMemoryTokenStore
    private let api: SandboxAPI

    /// Creates a sandbox without tokens, notes and photos.
    ///
    /// - Parameters:
    ///   - client: The credentials of the client.
    ///   - name: The name of the client, as the consent page shows it.
    ///   - rsaPublicKey: The client's public key, for the RSA methods.
    ///   - surroundings: Where time and nonces come from, and who observes the requests.
    init(
        client: OAuth1ClientCredentials,
        name: String,
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        surroundings: SandboxSurroundings = SandboxSurroundings()
    ) {
        self.client = client
        tokens = OAuth1InMemoryTokenStore(maximumRequestTokens: 20_000, maximumAccessTokens: 20_000)
        let registered = OAuth1RegisteredClient(credentials: client, displayName: name, rsaPublicKey: rsaPublicKey)
        server = OAuth1AuthorizationServer(
            stores: OAuth1ServerStores(
                clients: OAuth1InMemoryClientStore([registered]),
                tokens: tokens,
                nonces: surroundings.nonces
            ),
            configuration: OAuth1ServerConfiguration(
                serviceName: "OAuth 1.0a Sandbox",
                verifier: OAuth1Verifier(methods: Sandbox.methods),
                // Time to look at each step.
                requestTokenLifetime: 3_600,
                maximumBodySize: Sandbox.maximumBodySize,
                revealsProblemDetail: true,
                clock: surroundings.clock,
                requestObserver: surroundings.observer
            ),
            accessTokenParameters: { userID, _ in ["user_id": userID] },
            authenticateUser: { _ in .user(id: Sandbox.userID) }
        )
        api = SandboxAPI(server)
    }

    /// Hands out an access token without a login.
    func issueToken() -> OAuth1AccessToken {
        let generator = server.configuration.tokenGenerator
        let issued = OAuth1IssuedAccessToken(
            token: generator.makeToken(),
            secret: generator.makeSecret(),
            clientKey: client.key,
            userID: Sandbox.userID,
            issuedAt: server.configuration.clock.now(),
            parameters: ["user_id": Sandbox.userID]
        )
        tokens.save(issued)
        return OAuth1AccessToken(token: issued.token, secret: issued.secret)
    }

    func endpoint(of request: HTTPRequest) -> OAuth1ServerEvent.Endpoint? {
        let path = request.targetReference.base
        let paths = server.configuration.paths
        switch path {
        case paths.requestToken: return .requestToken
        case paths.authorize: return .authorize
        case paths.accessToken: return .accessToken
        default: return path.hasPrefix(SandboxAPI.root) ? .resource : nil
        }
    }

    func verificationKey(
        of incoming: OAuth1IncomingRequest,
        _ request: HTTPRequest
    ) async throws -> OAuth1VerificationKey? {
        guard let endpoint = endpoint(of: request) else { return nil }
        return try await server.verificationKey(of: incoming, at: endpoint)
    }

    func respond(
        to request: HTTPRequest,
        body: [UInt8],
        signedAs arrived: HTTPRequest
    ) async -> OAuth1ServerResponse {
        switch endpoint(of: request) {
        case .requestToken?: return await server.requestToken(arrived, body: body)
        case .authorize?: return await server.authorize(arrived, body: body)
        case .accessToken?: return await server.accessToken(arrived, body: body)
        case .resource?: return await api.respond(to: request, body: body, signedAs: arrived)
        default:
            return .problem(.notFound, "there is nothing at this path: oauth1 serve --help lists the paths")
        }
    }
}

extension OAuth1InMemoryNonceStore {
    /// A store for a service with a single client, which has all the room, and for which every start is the first.
    static var ofOneClient: OAuth1InMemoryNonceStore {
        OAuth1InMemoryNonceStore(maximumCount: 1_000_000, maximumCountPerClient: 1_000_000, history: .empty)
    }
}

/// Where a sandbox's time and nonces come from, and who observes its requests.
struct SandboxSurroundings: Sendable {
    var clock: any OAuth1Clock = OAuth1SystemClock()
    var nonces: any OAuth1NonceStore = OAuth1InMemoryNonceStore.ofOneClient
    var observer: (@Sendable (OAuth1ServerEvent) -> Void)?
}
#endif
