//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The endpoints and quirks of one service, as data.
///
/// Make a flow or a client of it, and it does what the service requires: where parameters are, how each step is signed,
/// what the callback may be. There are presets for real services, and your own can be written in Swift or read from
/// JSON with ``init(json:)-(String)``; the fields have the same names in both.
///
/// URLs are templates: `{account}` represents the value of the variable `account`, which is checked against a pattern
/// before it gets into a URL. A service never carries credentials.
public struct OAuth1Service: Sendable, Hashable {
    /// A short name for programs: lower-case letters, digits and hyphens.
    public var id: String
    /// The name for people.
    public var name: String
    /// Where the service describes its OAuth, or `nil` if nowhere.
    public var documentation: String?
    /// What the service plans for OAuth 1.0a, or `nil` if nothing is known.
    public var deprecation: Deprecation?
    /// How an application gets to call the service.
    public var flow: Flow
    /// Values that differ between accounts or installations.
    public var variables: [Variable]
    /// Where the request token is fetched (RFC 5849 section 2.1).
    public var requestToken: Endpoint?
    /// Where the user decides (section 2.2).
    public var authorize: Authorize?
    /// Where the access token is fetched (section 2.3).
    public var accessToken: Endpoint?
    /// Where an access token is refreshed.
    public var renewToken: Endpoint?
    /// Where an access token is revoked.
    public var revokeToken: Endpoint?
    /// Where credentials of OAuth 1.0a are exchanged for an OAuth 2.0 token.
    public var tokenExchange: TokenExchange?
    /// The template of the URL that relative paths of calls are resolved on.
    public var apiBaseURL: String?
    /// The signature methods.
    public var signature: Signature
    /// Where protocol parameters are, unless an endpoint has a separate place.
    public var placement: OAuth1Placement
    /// The realm in the Authorization header.
    public var realm: Realm?
    /// When calls have a body hash, made with the hash function of the signature method.
    public var bodyHash: OAuth1BodyHash
    /// Where the callback goes, and which ones are taken.
    public var callback: Callback
    /// Whether there is a verifier.
    public var verifier: Verifier
    /// How calls without a token look.
    public var emptyToken: EmptyToken
    /// Header fields that every request has.
    public var headers: Headers
    /// How token responses look.
    public var tokenResponse: TokenResponse
    /// Where an error is in responses that have a status of success, or `nil` if errors have a separate status.
    public var errorInBody: ErrorInBody?
    /// How calls use the access token.
    public var tokenUse: TokenUse
    /// The callback parameters that mean that the user declined.
    public var refusal: [String]
    /// Values of variables for other installations of the service, such as `sandbox`.
    public var environments: [String: [String: String]]
    /// A call that verifies a login.
    public var probe: Probe?

    /// Creates a service.
    ///
    /// Contradictions are found when a flow or a client is created from it.
    ///
    /// - Parameters:
    ///   - id: A short name for programs.
    ///   - name: The name for people.
    ///   - documentation: Where the service describes its OAuth.
    ///   - deprecation: What the service plans for OAuth 1.0a.
    ///   - flow: How an application gets to call the service.
    ///   - variables: Values that differ between accounts.
    ///   - requestToken: Where the request token is fetched.
    ///   - authorize: Where the user decides.
    ///   - accessToken: Where the access token is fetched.
    ///   - renewToken: Where an access token is refreshed.
    ///   - revokeToken: Where an access token is revoked.
    ///   - tokenExchange: Where credentials of OAuth 1.0a are exchanged for an OAuth 2.0 token.
    ///   - apiBaseURL: The URL that relative paths of calls are resolved on.
    ///   - signature: The signature methods.
    ///   - placement: Where protocol parameters are.
    ///   - realm: The realm in the Authorization header.
    ///   - bodyHash: When calls have a body hash.
    ///   - callback: Where the callback goes, and which ones are taken.
    ///   - verifier: Whether there is a verifier.
    ///   - emptyToken: How calls without a token look.
    ///   - headers: Header fields that every request has.
    ///   - tokenResponse: How token responses look.
    ///   - errorInBody: Where an error is in responses that have a status of success.
    ///   - tokenUse: How calls use the access token.
    ///   - refusal: The callback parameters that mean that the user declined.
    ///   - environments: Values of variables for other installations of the service.
    ///   - probe: A call that verifies a login.
    public init(
        id: String,
        name: String,
        documentation: String? = nil,
        deprecation: Deprecation? = nil,
        flow: Flow,
        variables: [Variable] = [],
        requestToken: Endpoint? = nil,
        authorize: Authorize? = nil,
        accessToken: Endpoint? = nil,
        renewToken: Endpoint? = nil,
        revokeToken: Endpoint? = nil,
        tokenExchange: TokenExchange? = nil,
        apiBaseURL: String? = nil,
        signature: Signature = Signature(.hmacSHA1),
        placement: OAuth1Placement = .header,
        realm: Realm? = nil,
        bodyHash: OAuth1BodyHash = .off,
        callback: Callback = Callback(),
        verifier: Verifier = .required,
        emptyToken: EmptyToken = .omit,
        headers: Headers = Headers(),
        tokenResponse: TokenResponse = TokenResponse(),
        errorInBody: ErrorInBody? = nil,
        tokenUse: TokenUse = .signed,
        refusal: [String] = OAuth1Service.standardRefusal,
        environments: [String: [String: String]] = [:],
        probe: Probe? = nil
    ) {
        self.id = id
        self.name = name
        self.documentation = documentation
        self.deprecation = deprecation
        self.flow = flow
        self.variables = variables
        self.requestToken = requestToken
        self.authorize = authorize
        self.accessToken = accessToken
        self.renewToken = renewToken
        self.revokeToken = revokeToken
        self.tokenExchange = tokenExchange
        self.apiBaseURL = apiBaseURL
        self.signature = signature
        self.placement = placement
        self.realm = realm
        self.bodyHash = bodyHash
        self.callback = callback
        self.verifier = verifier
        self.emptyToken = emptyToken
        self.headers = headers
        self.tokenResponse = tokenResponse
        self.errorInBody = errorInBody
        self.tokenUse = tokenUse
        self.refusal = refusal
        self.environments = environments
        self.probe = probe
    }

    /// Twitter's word for a rejection, and that of the Problem Reporting extension.
    public static let standardRefusal = ["denied", "oauth_problem"]

    /// The endpoint of a step, if there is one.
    func endpoint(_ step: Step) -> Endpoint? {
        switch step {
        case .requestToken: requestToken
        case .accessToken: accessToken
        case .renewToken: renewToken
        case .revokeToken: revokeToken
        case .tokenExchange: tokenExchange?.endpoint
        case .api: nil
        }
    }

    /// A value of a token response, found by its meaning instead of the service's name for it.
    ///
    /// - Parameters:
    ///   - meaning: The meaning.
    ///   - token: The access token that the response brought.
    /// - Returns: The value, or `nil` if the service does not say it.
    public func value(_ meaning: TokenResponse.Meaning, of token: OAuth1AccessToken) -> String? {
        tokenResponse.exposes[meaning].flatMap { token.parameters[$0] }
    }
}
