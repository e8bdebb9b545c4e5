//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import Logging
public import OAuth1

/// The configuration for all logins of a web application.
public struct OAuth1WebConfiguration: Sendable {
    /// The URL by which browsers reach the application, such as `https://app.example.org`, with a base path if it has one.
    ///
    /// Callbacks are built from it and never from the `Host` field. With http, cookies are without `Secure` and
    /// `__Host-`.
    public var publicURL: String
    /// Where logins are remembered while the user is away.
    public var storage: OAuth1LoginStorage
    /// Where the two routes are, below the public URL.
    public var paths: OAuth1LoginPaths
    /// How long a login may last, in seconds.
    public var lifetime: Int64
    /// Whether the public URL may be http on another machine than this, where an attacker on the network can take over a login.
    public var allowsInsecureHTTP: Bool
    /// Whether the service is asked who the user is at the end of a login, where the token response does not say it and
    /// the service has a call that does.
    public var fetchesProfile: Bool
    /// Whether the login's route may be opened from another site, which then decides who logs in where.
    ///
    /// Browsers say where a navigation comes from in `Sec-Fetch-Site`. Without this, only the application's own pages,
    /// bookmarks and the address bar start logins; a page elsewhere links to a page of yours with the button.
    public var allowsLoginsFromOtherSites: Bool
    /// Where the time comes from.
    public var clock: any OAuth1Clock
    /// Where the identifiers of logins come from: 128 bits that nobody can guess.
    public var nonceSource: any OAuth1NonceSource
    /// The logger for logins.
    ///
    /// Each that failed has one line with its code and its cause, the others are logged at the level
    /// debug. No secrets are logged.
    public var logger: Logger

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - publicURL: The URL by which browsers reach the application.
    ///   - storage: Where logins are remembered while the user is away.
    ///   - paths: Where the two routes are, below the public URL.
    ///   - lifetime: How long a login may last, in seconds; fifteen minutes by default.
    ///   - allowsInsecureHTTP: Whether the public URL may be http on another machine than this.
    ///   - fetchesProfile: Whether the service is asked who the user is, where the token response does not say it.
    ///   - allowsLoginsFromOtherSites: Whether the login's route may be opened from another site.
    ///   - clock: Where the time comes from.
    ///   - nonceSource: Where the identifiers of logins come from.
    ///   - logger: The logger for logins; by default the bootstrapped swift-log logger.
    public init(
        publicURL: String,
        storage: OAuth1LoginStorage,
        paths: OAuth1LoginPaths = OAuth1LoginPaths(),
        lifetime: Int64 = 900,
        allowsInsecureHTTP: Bool = false,
        fetchesProfile: Bool = true,
        allowsLoginsFromOtherSites: Bool = false,
        clock: any OAuth1Clock = OAuth1SystemClock(),
        nonceSource: any OAuth1NonceSource = OAuth1RandomNonceSource(),
        logger: Logger = Logger(label: "swift-oauth1")
    ) {
        self.publicURL = publicURL
        self.storage = storage
        self.paths = paths
        self.lifetime = lifetime
        self.allowsInsecureHTTP = allowsInsecureHTTP
        self.fetchesProfile = fetchesProfile
        self.allowsLoginsFromOtherSites = allowsLoginsFromOtherSites
        self.clock = clock
        self.nonceSource = nonceSource
        self.logger = logger
    }
}
