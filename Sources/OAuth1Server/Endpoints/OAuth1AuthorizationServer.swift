//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// A service provider's endpoints (RFC 5849 section 2) and the page of a user's grants, without a framework: a request
/// in, a response out.
///
/// Give each request to ``respond(to:body:)``, or to the endpoint that your router chose. Protect resources with
/// ``protector(requiring:realm:challengeRealm:allowsRequestsWithoutToken:requiresBodyHash:)``.
public struct OAuth1AuthorizationServer: Sendable {
    /// Returns who the user is that the browser belongs to.
    public typealias UserAuthenticator = @Sendable (HTTPRequest) async throws -> OAuth1UserAuthentication
    /// Makes what is added to the token response and kept with the access token, such as `user_id`.
    public typealias AccessTokenParameters =
        @Sendable (_ userID: String, _ client: OAuth1RegisteredClient) async throws -> OAuth1Parameters
    /// Makes what is added to the token response and kept with the access token, such as the scope that was granted.
    public typealias GrantParameters = @Sendable (OAuth1Grant) async throws -> OAuth1Parameters
    /// Finds the access token that the client gets again, or `nil` to issue a new one.
    public typealias ExistingAccessToken = @Sendable (OAuth1Grant) async throws -> OAuth1IssuedAccessToken?
    /// Returns whether the user allowed the same access before.
    public typealias PriorConsent = @Sendable (OAuth1ConsentRequest) async throws -> OAuth1PriorConsent
    /// Makes a custom consent page.
    public typealias ConsentPage = @Sendable (OAuth1ConsentRequest) async throws -> OAuth1ServerResponse
    /// Makes a custom page of a user's grants.
    public typealias GrantsPage = @Sendable (OAuth1GrantList) async throws -> OAuth1ServerResponse
    /// Forgets what the application knows of a user's consent to a client, because the user removes its access.
    public typealias AccessRemoved = @Sendable (_ userID: String, _ clientKey: String) async throws -> Void

    /// The stores.
    public let stores: OAuth1ServerStores
    /// The configuration.
    public let configuration: OAuth1ServerConfiguration
    let validator: SignedRequestValidator
    let authenticateUser: UserAuthenticator
    let accessTokenParameters: GrantParameters
    let existingAccessToken: ExistingAccessToken?
    let priorConsent: PriorConsent?
    let consentPage: ConsentPage
    let grantsPage: GrantsPage
    let accessRemoved: AccessRemoved?
    let consentKey: ConsentKey
    let authenticatePassword: PasswordAuthenticator?

    /// The same server with xAuth.
    init(_ server: OAuth1AuthorizationServer, authenticatePassword: @escaping PasswordAuthenticator) {
        stores = server.stores
        configuration = server.configuration
        validator = SignedRequestValidator(
            stores: server.stores,
            configuration: server.configuration,
            acceptsPasswords: true
        )
        authenticateUser = server.authenticateUser
        accessTokenParameters = server.accessTokenParameters
        existingAccessToken = server.existingAccessToken
        priorConsent = server.priorConsent
        consentPage = server.consentPage
        grantsPage = server.grantsPage
        accessRemoved = server.accessRemoved
        consentKey = server.consentKey
        self.authenticatePassword = authenticatePassword
    }

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - stores: Where clients, tokens and nonces are.
    ///   - configuration: The settings.
    ///   - accessTokenParameters: Makes what is added to the token response, such as `user_id`; nothing by default.
    ///   - existingAccessToken: Finds the access token that the client gets again, for example the one that it has for this
    ///     user; a new one is issued by default. A token of another client or user is an error, and an expired one is
    ///     not used.
    ///   - priorConsent: Returns whether the user allowed the same access before, and need not be asked again; the user is
    ///     asked each time by default. It is called for signed-in users who opened the page themselves, and only if the
    ///     callback is `https` and registered for the client.
    ///   - consentPage: Makes the consent page; a plain one by default.
    ///   - grantsPage: Makes the page of a user's grants; a plain one by default.
    ///   - accessRemoved: Forgets the user's consent, so that `priorConsent` asks again; called before tokens are revoked.
    ///   - authenticateUser: Returns who the signed-in user is, or answers with a login page.
    public init(
        stores: OAuth1ServerStores,
        configuration: OAuth1ServerConfiguration,
        accessTokenParameters: @escaping GrantParameters,
        existingAccessToken: ExistingAccessToken? = nil,
        priorConsent: PriorConsent? = nil,
        consentPage: ConsentPage? = nil,
        grantsPage: GrantsPage? = nil,
        accessRemoved: AccessRemoved? = nil,
        authenticateUser: @escaping UserAuthenticator
    ) {
        self.stores = stores
        self.configuration = configuration
        self.validator = SignedRequestValidator(stores: stores, configuration: configuration)
        self.authenticateUser = authenticateUser
        self.accessTokenParameters = accessTokenParameters
        self.existingAccessToken = existingAccessToken
        self.priorConsent = priorConsent
        self.consentPage = consentPage ?? { request in request.builtInPage() }
        self.grantsPage = grantsPage ?? { list in list.builtInPage() }
        self.accessRemoved = accessRemoved
        self.consentKey = ConsentKey(configuration.consentSecret)
        self.authenticatePassword = nil
    }

    /// Creates a server that needs only user and client to make the parameters of an access token.
    ///
    /// - Parameters:
    ///   - stores: Where clients, tokens and nonces are.
    ///   - configuration: The settings.
    ///   - accessTokenParameters: Makes what is added to the token response, such as `user_id`; nothing by default.
    ///   - existingAccessToken: Finds the access token that the client gets again; a new one is issued by default.
    ///   - priorConsent: Returns whether the user allowed the same access before; by default the user is asked.
    ///   - consentPage: Makes the consent page; a plain one by default.
    ///   - grantsPage: Makes the page of a user's grants; a plain one by default.
    ///   - accessRemoved: Forgets the user's consent, so that `priorConsent` asks again; called before tokens are revoked.
    ///   - authenticateUser: Returns who the signed-in user is, or answers with a login page.
    public init(
        stores: OAuth1ServerStores,
        configuration: OAuth1ServerConfiguration,
        accessTokenParameters: @escaping AccessTokenParameters = { _, _ in [] },
        existingAccessToken: ExistingAccessToken? = nil,
        priorConsent: PriorConsent? = nil,
        consentPage: ConsentPage? = nil,
        grantsPage: GrantsPage? = nil,
        accessRemoved: AccessRemoved? = nil,
        authenticateUser: @escaping UserAuthenticator
    ) {
        self.init(
            stores: stores,
            configuration: configuration,
            accessTokenParameters: { grant in try await accessTokenParameters(grant.userID, grant.client) },
            existingAccessToken: existingAccessToken,
            priorConsent: priorConsent,
            consentPage: consentPage,
            grantsPage: grantsPage,
            accessRemoved: accessRemoved,
            authenticateUser: authenticateUser
        )
    }

    /// Answers a request for one of the endpoints.
    ///
    /// - Parameters:
    ///   - request: The request as it arrived, its path not decoded.
    ///   - body: The whole body as it arrived.
    /// - Returns: The response, or `nil` if the path is none of the server's.
    public func respond(to request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse? {
        switch request.targetReference.base {
        case configuration.paths.requestToken: await requestToken(request, body: body)
        case configuration.paths.authorize: await authorize(request, body: body)
        case configuration.paths.accessToken: await accessToken(request, body: body)
        case configuration.paths.renewToken where configuration.renewal != nil: await renewToken(request, body: body)
        case configuration.paths.revokeToken: await revokeToken(request, body: body)
        case configuration.paths.grants: await grants(request, body: body)
        default: nil
        }
    }

    /// Protects resources with the tokens of this server.
    ///
    /// - Parameters:
    ///   - scopes: The scopes that a request must have, all of them.
    ///   - realm: The realm that a request must have, too, one of ``OAuth1ServerConfiguration/accessRules``: nobody has an
    ///     unknown one. None if `nil`.
    ///   - challengeRealm: The realm in `WWW-Authenticate`, which requires nothing; if `nil`, the required one, or else
    ///     ``OAuth1ServerConfiguration/realm``.
    ///   - allowsRequestsWithoutToken: Whether requests are accepted that a client signs on its own behalf (two-legged).
    ///   - requiresBodyHash: Whether a body that is not a form must come with its hash; as
    ///     ``OAuth1ServerConfiguration/requiresBodyHash`` says if `nil`.
    /// - Returns: The protector.
    public func protector(
        requiring scopes: [String] = [],
        realm: String? = nil,
        challengeRealm: String? = nil,
        allowsRequestsWithoutToken: Bool = false,
        requiresBodyHash: Bool? = nil
    ) -> OAuth1ResourceProtector {
        OAuth1ResourceProtector(
            validator,
            SignedRequestValidator.ResourceRules(
                allowsNoToken: allowsRequestsWithoutToken,
                requiresBodyHash: requiresBodyHash ?? configuration.requiresBodyHash,
                scopes: scopes,
                realms: [realm].compactMap(\.self),
                challengeRealm: challengeRealm
            )
        )
    }

    /// The most bytes of the query of a consent page, which needs a token only.
    static let maximumConsentQuerySize = 8_192

    /// The most bytes of a body at an endpoint, to be read before the request is judged.
    package func maximumBodySize(at endpoint: OAuth1ServerEvent.Endpoint) -> Int {
        endpoint.isPage ? min(configuration.maximumBodySize, 65_536) : configuration.maximumBodySize
    }

    /// The response to a request that an endpoint rejects: a page for browsers, a form or JSON otherwise.
    package func refuse(
        _ error: OAuth1ServerError,
        at endpoint: OAuth1ServerEvent.Endpoint,
        of request: HTTPRequest? = nil
    ) -> OAuth1ServerResponse {
        report(endpoint, error, clientKey: error.clientKey)
        guard !endpoint.isPage else { return error.page(of: configuration, at: endpoint) }
        return error.response(
            realm: configuration.realm,
            revealsDetail: configuration.revealsProblemDetail,
            format: request.map { OAuth1ProblemFormat(accepting: $0.headerFields) } ?? .form
        )
    }

    func report(
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ error: OAuth1ServerError?,
        clientKey: String?
    ) {
        configuration.report(endpoint, error, clientKey: clientKey)
    }

    /// Checks that tokens may be written, before a request uses up its nonce.
    func checkIsWritable() throws(OAuth1ServerError) {
        if configuration.isReadOnly?() == true {
            throw OAuth1ServerError(
                .readOnly,
                "The service accepts no new authorizations at the moment, and removes none. Please try again later."
            )
        }
    }

    /// Checks the HTTP method, which both token endpoints and the consent page have two of.
    func checkMethod(of request: HTTPRequest) throws(OAuth1ServerError) {
        guard request.method == .get || request.method == .post else {
            throw OAuth1ServerError(.methodNotAllowed, "the endpoint accepts only GET and POST")
        }
    }
}
