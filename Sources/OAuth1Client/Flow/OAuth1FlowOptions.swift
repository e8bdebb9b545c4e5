//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import Logging

/// Options for a service's quirks, each weaker than the standard, so each must be enabled explicitly.
public struct OAuth1FlowOptions: Sendable {
    /// Whether the service must answer `oauth_callback_confirmed=true` (RFC 5849 section 2.1).
    ///
    /// Some services, Magento 2 among them, never say it.
    public var requiresCallbackConfirmation: Bool
    /// Whether the callback must contain a verifier, as in OAuth 1.0a but not in OAuth 1.0.
    public var requiresVerifier: Bool
    /// Whether requests may go over http to other machines.
    public var allowsInsecureHTTP: Bool
    /// Which redirects of protected resources are followed.
    public var redirects: OAuth1RedirectPolicy
    /// When calls of protected resources are sent again.
    public var retries: OAuth1RetryPolicy
    /// Whether the service's time is learned when it rejects a timestamp.
    public var clockSkew: OAuth1ClockSkewPolicy
    /// The application's extension points.
    public var hooks: OAuth1Hooks
    /// The logger for requests, retries and failures, at the levels debug and trace; none by default.
    public var logger: Logger
    /// The method of the requests for tokens.
    public var tokenRequestMethod: HTTPRequest.Method
    /// Whether token responses must have `oauth_token_secret`, which RSA methods don't use.
    public var requiresTokenSecret: Bool
    /// The URL that relative paths of calls are resolved on, without query; `nil` if all calls have absolute URLs.
    ///
    /// A path without a slash in front goes below this URL's path, one with a slash replaces it, and none leaves its
    /// origin.
    public var baseURL: String?
    /// Header fields of every request, such as User-Agent; a request's own fields win.
    public var headerFields: HTTPFields
    /// The most bytes that a token response may have.
    public var maximumTokenResponseBytes: Int
    /// The most bytes that any other response may have.
    public var maximumResponseBytes: Int

    /// Creates options.
    ///
    /// - Parameters:
    ///   - requiresCallbackConfirmation: Whether the service must answer `oauth_callback_confirmed=true`.
    ///   - requiresVerifier: Whether the callback must bring a verifier.
    ///   - allowsInsecureHTTP: Whether requests may go over http to other machines.
    ///   - redirects: Which redirects of protected resources are followed.
    ///   - retries: When calls of protected resources are sent again.
    ///   - clockSkew: Whether the service's time is learned when it rejects a timestamp.
    ///   - hooks: The application's extension points.
    ///   - logger: The logger for requests, retries and failures.
    ///   - tokenRequestMethod: The method of the requests for tokens.
    ///   - requiresTokenSecret: Whether token responses must have `oauth_token_secret`.
    ///   - baseURL: The URL that relative paths of calls are resolved on.
    ///   - headerFields: Header fields of every request.
    ///   - maximumTokenResponseBytes: The most bytes that a token response may have, 64 KiB by default.
    ///   - maximumResponseBytes: The most bytes that any other response may have, 16 MiB by default.
    public init(
        requiresCallbackConfirmation: Bool = true,
        requiresVerifier: Bool = true,
        allowsInsecureHTTP: Bool = false,
        redirects: OAuth1RedirectPolicy = .sameOrigin,
        retries: OAuth1RetryPolicy = .idempotent,
        clockSkew: OAuth1ClockSkewPolicy = .learned,
        hooks: OAuth1Hooks = OAuth1Hooks(),
        logger: Logger = Logger(label: "swift-oauth1", factory: { _ in SwiftLogNoOpLogHandler() }),
        tokenRequestMethod: HTTPRequest.Method = .post,
        requiresTokenSecret: Bool = true,
        baseURL: String? = nil,
        headerFields: HTTPFields = [:],
        maximumTokenResponseBytes: Int = 65_536,
        maximumResponseBytes: Int = 16_777_216
    ) {
        self.requiresCallbackConfirmation = requiresCallbackConfirmation
        self.requiresVerifier = requiresVerifier
        self.allowsInsecureHTTP = allowsInsecureHTTP
        self.redirects = redirects
        self.retries = retries
        self.clockSkew = clockSkew
        self.hooks = hooks
        self.logger = logger
        self.tokenRequestMethod = tokenRequestMethod
        self.requiresTokenSecret = requiresTokenSecret
        self.baseURL = baseURL
        self.headerFields = headerFields
        self.maximumTokenResponseBytes = maximumTokenResponseBytes
        self.maximumResponseBytes = maximumResponseBytes
    }
}
