//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import Logging
public import OAuth1

/// The configuration shared by the endpoints and the resource protector of a provider.
public struct OAuth1ServerConfiguration: Sendable {
    /// The name of the service, as its users know it: the consent page asks them for access to their account there.
    public var serviceName: String
    /// How the consent page and the pages that report errors to users look.
    public var pageStyle: OAuth1PageStyle
    /// Describes what a client asks for, in sentences for its users such as "See your photos".
    ///
    /// The consent page lists the sentences. The parameters are those of ``OAuth1ConsentRequest/parameters``; the client
    /// wrote them, so describe only values that you know. `nil`, or no sentences, for a general description.
    public var describeAccess: (@Sendable (OAuth1Parameters) -> [String])?
    /// The URL that clients use, with the base path if a proxy takes one away; `nil` on this machine only.
    ///
    /// Signatures are about the public URL, which a server can't know: its proxy may terminate TLS, rename the host
    /// and shorten the path. Every request counts as one to this URL, whatever its Host field says, unless there are
    /// ``additionalExternalURLs``.
    ///
    /// - Important: Without it, and with ``requiresTLS``, requests for any host but `localhost`, `127.0.0.0/8` and `[::1]`
    ///   are rejected with status 421. See ``trustsHostField`` for the way around that.
    public var externalURL: OAuth1Origin?
    /// Additional URLs that clients use: the host of each request chooses one, and any other is rejected with status 421.
    ///
    /// Of two with the same host and port, the first counts, ``externalURL`` before all others. Without ``externalURL``
    /// these play no part.
    public var additionalExternalURLs: [OAuth1Origin]
    /// Whether each request's own scheme and host are believed as long as there is no ``externalURL``.
    ///
    /// - Important: A signature then protects no host: anyone who makes a client sign a request for a host of theirs can send
    ///   it here with that host. Trust the Host field only behind a proxy that rejects all hosts but yours.
    public var trustsHostField: Bool
    /// Proxies that say which scheme and host the client used; none by default.
    ///
    /// For proxies that change the Host field while there are ``additionalExternalURLs``, or while ``trustsHostField`` is set. With
    /// a single ``externalURL`` they play no part.
    public var trustedProxies: OAuth1TrustedProxies
    /// The realm in `WWW-Authenticate` (RFC 5849 section 3.5.1).
    public var realm: String
    /// Where the endpoints are.
    public var paths: OAuth1ServerPaths
    /// Verifies signatures, with the accepted signature methods.
    public var verifier: OAuth1Verifier
    /// How old a timestamp may be, in seconds (RFC 5849 section 3.3).
    ///
    /// Nonces are kept for as long.
    public var timestampWindow: Int64
    /// How far a timestamp may be ahead of the clock, in seconds.
    ///
    /// After a restart, a nonce store that forgot its nonces rejects requests stamped up to as many seconds after the
    /// start, as they may have been accepted before.
    ///
    /// - Important: If you shorten it, wait for as many seconds as it had before you start such a server again.
    public var futureTimestampWindow: Int64
    /// How long a request token is valid, in seconds.
    public var requestTokenLifetime: Int64
    /// How long an access token is valid, in seconds, or `nil` if it does not expire.
    public var accessTokenLifetime: Int64?
    /// How clients refresh access tokens, or `nil` if they can't.
    ///
    /// Set ``accessTokenLifetime`` with it.
    public var renewal: OAuth1RenewalRules?
    /// The scopes and realms that clients may ask for; none by default.
    public var accessRules: OAuth1AccessRules
    /// How many verifiers a client may show for one request token before the token is removed.
    public var maximumVerifierAttempts: Int
    /// The most bytes that a body may have.
    public var maximumBodySize: Int
    /// How requests are read.
    public var reading: OAuth1IncomingRequest.Configuration
    /// How many signed parameters of a request for a request token, such as `scope`, and how many fields of a consent form
    /// are kept with the request token.
    ///
    /// A request or a form with more is rejected. Names and values count as they are decoded.
    public var keptParameterLimits: OAuth1Limits
    /// Whether requests without TLS are rejected, except for those on a loopback address (RFC 5849 sections 2.1 and 2.3).
    public var requiresTLS: Bool
    /// Whether protected resources take a body that is not a form only with its hash, `oauth_body_hash`.
    ///
    /// The signature covers forms. Every other body, `multipart/form-data` included, is protected by TLS alone unless its
    /// hash is signed. Each ``OAuth1ResourceProtector`` can have it otherwise. The endpoints never ask for a hash, which
    /// requests for tokens must not have.
    public var requiresBodyHash: Bool
    /// Whether rejections contain the exact problem, the expected base string, and the mistake that gives a wrong signature.
    ///
    /// `OAuth1Diagnosis` finds the mistake.
    ///
    /// - Important: For development. It reveals to anyone which consumer keys and tokens exist, and helps to guess secrets.
    public var revealsProblemDetail: Bool
    /// The secret that binds the consent form to request token and user, the same on all machines of a service.
    ///
    /// `nil` for a random one, made when the server is.
    public var consentSecret: OAuth1Secret?
    /// Whether the provider issues and revokes no tokens at the moment, asked for each request: its endpoints answer with
    /// status 503.
    ///
    /// Users still see their grants, but can't remove one.
    ///
    /// Protected resources are served as always, and so are their nonces kept. Use it during a migration, or as long as the
    /// database of the tokens can only be read. `nil` for never.
    public var isReadOnly: (@Sendable () -> Bool)?
    /// Where the time comes from.
    public var clock: any OAuth1Clock
    /// Where tokens, secrets and verifiers come from.
    public var tokenGenerator: any OAuth1TokenGenerator
    /// Receives the result of each request.
    public var requestObserver: (@Sendable (OAuth1ServerEvent) -> Void)?
    /// Counts the requests by endpoint and result, for a metrics backend; `nil` for no metrics.
    public var metrics: OAuth1ServerMetrics?
    /// Receives a log line for the result of each request; `nil` for no log.
    ///
    /// Failures of the service itself are errors with their reason. Rejections are `info`, accepted requests `trace`. No line
    /// has a secret, a token, a nonce or a URL of a request in it.
    public var logger: Logger?
    /// Receives what happens to tokens, without secrets; `nil` for no audit log.
    public var auditLog: OAuth1AuditLog?

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - serviceName: The name of the service, as its users know it.
    ///   - pageStyle: How the pages for users look.
    ///   - describeAccess: Describes what a client asks for, in sentences for its users.
    ///   - externalURL: The URL that clients use; `nil` on this machine only.
    ///   - additionalExternalURLs: Additional URLs that clients use; the host of each request chooses one.
    ///   - trustsHostField: Whether each request's own scheme and host are believed without an external URL.
    ///   - trustedProxies: Proxies that say which scheme and host the client used.
    ///   - realm: The realm in `WWW-Authenticate`.
    ///   - paths: Where the endpoints are.
    ///   - verifier: Verifies signatures.
    ///   - timestampWindow: How old a timestamp may be, in seconds.
    ///   - futureTimestampWindow: How far a timestamp may be ahead of the clock, in seconds.
    ///   - requestTokenLifetime: How long a request token is valid, in seconds.
    ///   - accessTokenLifetime: How long an access token is valid, in seconds, or `nil` forever.
    ///   - renewal: How clients refresh access tokens, or `nil` if they can't.
    ///   - accessRules: The scopes and realms that clients may ask for.
    ///   - maximumVerifierAttempts: How many verifiers a client may show for one request token.
    ///   - maximumBodySize: The most bytes that a body may have.
    ///   - reading: How requests are read.
    ///   - keptParameterLimits: How many parameters and bytes are kept with a request token, 32 and 4,096 by default.
    ///   - requiresTLS: Whether requests without TLS are rejected, except for those on a loopback address.
    ///   - requiresBodyHash: Whether protected resources take a body that is not a form only with its hash.
    ///   - revealsProblemDetail: Whether rejections contain the exact problem, for development.
    ///   - consentSecret: The secret that binds the consent form, or `nil` for a random one.
    ///   - isReadOnly: Whether the provider issues and revokes no tokens at the moment; `nil` for never.
    ///   - clock: Where the time comes from.
    ///   - tokenGenerator: Where tokens, secrets and verifiers come from.
    ///   - requestObserver: Receives the result of each request.
    ///   - metrics: Counts the requests by endpoint and result.
    ///   - logger: Receives log lines: why the service itself failed, and what it rejected; `nil` for no log.
    ///   - auditLog: Receives what happens to tokens, without secrets.
    public init(
        serviceName: String,
        pageStyle: OAuth1PageStyle = .standard,
        describeAccess: (@Sendable (OAuth1Parameters) -> [String])? = nil,
        externalURL: OAuth1Origin? = nil,
        additionalExternalURLs: [OAuth1Origin] = [],
        trustsHostField: Bool = false,
        trustedProxies: OAuth1TrustedProxies = .none,
        realm: String = "OAuth 1.0a",
        paths: OAuth1ServerPaths = OAuth1ServerPaths(),
        verifier: OAuth1Verifier = OAuth1Verifier(),
        timestampWindow: Int64 = 300,
        futureTimestampWindow: Int64 = 60,
        requestTokenLifetime: Int64 = 600,
        accessTokenLifetime: Int64? = nil,
        renewal: OAuth1RenewalRules? = nil,
        accessRules: OAuth1AccessRules = OAuth1AccessRules(),
        maximumVerifierAttempts: Int = 5,
        maximumBodySize: Int = 1_048_576,
        reading: OAuth1IncomingRequest.Configuration = OAuth1IncomingRequest.Configuration(),
        keptParameterLimits: OAuth1Limits = OAuth1Limits(parameterCount: 32, byteCount: 4_096),
        requiresTLS: Bool = true,
        requiresBodyHash: Bool = false,
        revealsProblemDetail: Bool = false,
        consentSecret: OAuth1Secret? = nil,
        isReadOnly: (@Sendable () -> Bool)? = nil,
        clock: any OAuth1Clock = OAuth1SystemClock(),
        tokenGenerator: any OAuth1TokenGenerator = OAuth1RandomTokenGenerator(),
        requestObserver: (@Sendable (OAuth1ServerEvent) -> Void)? = nil,
        metrics: OAuth1ServerMetrics? = nil,
        logger: Logger? = nil,
        auditLog: OAuth1AuditLog? = nil
    ) {
        self.serviceName = serviceName
        self.pageStyle = pageStyle
        self.describeAccess = describeAccess
        self.externalURL = externalURL
        self.additionalExternalURLs = additionalExternalURLs
        self.trustsHostField = trustsHostField
        self.trustedProxies = trustedProxies
        self.realm = realm
        self.paths = paths
        self.verifier = verifier
        self.timestampWindow = timestampWindow
        self.futureTimestampWindow = futureTimestampWindow
        self.requestTokenLifetime = requestTokenLifetime
        self.accessTokenLifetime = accessTokenLifetime
        self.renewal = renewal
        self.accessRules = accessRules
        self.maximumVerifierAttempts = maximumVerifierAttempts
        self.maximumBodySize = maximumBodySize
        self.reading = reading
        self.keptParameterLimits = keptParameterLimits
        self.requiresTLS = requiresTLS
        self.requiresBodyHash = requiresBodyHash
        self.revealsProblemDetail = revealsProblemDetail
        self.consentSecret = consentSecret
        self.isReadOnly = isReadOnly
        self.clock = clock
        self.tokenGenerator = tokenGenerator
        self.requestObserver = requestObserver
        self.metrics = metrics
        self.logger = logger
        self.auditLog = auditLog
    }

    /// The timestamps that are accepted now.
    public var acceptedTimestamps: OAuth1TimestampWindow {
        OAuth1TimestampWindow(now: clock.now(), past: timestampWindow, future: futureTimestampWindow)
    }
}
