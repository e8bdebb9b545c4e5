//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// An access token that is renewed when it expired, once for all the calls that wait for it.
///
/// Give it to calls as `token: .renewable(token)`, or to a client with `using(_:)`. A call that the service refuses with
/// `token_expired` renews the token and is sent once more; if the service told how long the token is valid, it is renewed
/// before that time is over. A new token is stored before it is used, as the old one may be worth nothing by then.
public actor OAuth1RenewableToken {
    /// The token that calls are signed with.
    public private(set) var token: OAuth1AccessToken

    private let clock: any OAuth1Clock
    private let margin: Duration
    private let renewToken: @Sendable (OAuth1AccessToken) async throws -> OAuth1AccessToken
    private let store: @Sendable (OAuth1AccessToken) async throws -> Void
    /// When the token has to be renewed, in seconds since 1970.
    private var renewalTime: Int64?
    /// The renewal that is under way, which all callers wait for.
    private var renewal: Task<Void, any Error>?
    /// A token that the service gave and that could not be stored yet.
    private var unstored: OAuth1AccessToken?
    /// How often the token was renewed: a service may renew it without changing it.
    private var generation = 0

    /// The token as one call got it.
    struct Lease: Sendable {
        let token: OAuth1AccessToken
        let generation: Int
    }

    /// Creates a token that renews itself.
    ///
    /// - Parameters:
    ///   - token: The token, with the parameters that the service gave with it.
    ///   - obtainedAt: When the token was issued, in seconds since 1970; if given, the token is renewed in time by
    ///     itself, otherwise when it is refused.
    ///   - margin: How long before its end a token is renewed, 30 seconds unless given.
    ///   - clock: Where the time comes from.
    ///   - renew: Fetches the new token, with `AsyncOAuth1Client.renew` for instance.
    ///   - store: Stores the new token, before any call is signed with it.
    public init(
        _ token: OAuth1AccessToken,
        obtainedAt: Int64? = nil,
        margin: Duration = .seconds(30),
        clock: any OAuth1Clock = OAuth1SystemClock(),
        renew: @escaping @Sendable (OAuth1AccessToken) async throws -> OAuth1AccessToken,
        store: @escaping @Sendable (OAuth1AccessToken) async throws -> Void
    ) {
        self.token = token
        self.clock = clock
        self.margin = margin
        self.renewToken = renew
        self.store = store
        self.renewalTime = Self.renewalTime(of: token, obtainedAt: obtainedAt, margin: margin)
    }

    /// Renews the token now, or waits for the renewal that is under way.
    ///
    /// - Returns: The token to sign with.
    /// - Throws: What the renewal or the storing throws. A token that could not be stored is kept, and stored at the next
    ///   attempt.
    @discardableResult
    public func renew() async throws -> OAuth1AccessToken {
        try await (renewal ?? begin()).value
        return token
    }

    /// The token to sign a call with, renewed if its time is over.
    func current() async throws -> Lease {
        if renewal != nil || unstored != nil || renewalTime.map({ $0 <= clock.now() }) == true {
            try await renew()
        }
        return Lease(token: token, generation: generation)
    }

    /// The token to repeat a call with that was refused, renewed unless it was in the meantime.
    func renewed(after refused: Lease) async throws -> Lease {
        if refused.generation == generation { try await renew() }
        return Lease(token: token, generation: generation)
    }

    /// Begins a renewal that no caller's cancellation ends: the service may have given a token by then.
    private func begin() -> Task<Void, any Error> {
        let task = Task { try await run() }
        renewal = task
        return task
    }

    private func run() async throws {
        defer { renewal = nil }
        let new: OAuth1AccessToken
        if let unstored {
            new = unstored
        } else {
            new = try await renewToken(token)
            unstored = new
        }
        let obtainedAt = clock.now()
        try await store(new)
        unstored = nil
        token = new
        generation += 1
        renewalTime = Self.renewalTime(of: new, obtainedAt: obtainedAt, margin: margin)
    }

    private static func renewalTime(of token: OAuth1AccessToken, obtainedAt: Int64?, margin: Duration) -> Int64? {
        guard let obtainedAt, let expiresIn = token.expiresIn else { return nil }
        // A token that lives shorter than the margin would be renewed for each call.
        return obtainedAt + max(expiresIn - margin, expiresIn / 2).components.seconds
    }
}
