//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// An access token that is refreshed when it expired, once for all the calls that wait for it.
///
/// Give it to calls as `token: .renewable(token)`, or to a client with `using(_:)`. A call that the service rejects with
/// `token_expired` refreshes the token and is sent once more; if the service reported the token's lifetime, it is refreshed
/// before that time is over. A new token is stored before it is used, as the old one may be worth nothing by then.
public actor OAuth1RenewableToken {
    /// The token that calls are signed with.
    public private(set) var token: OAuth1AccessToken

    private let clock: any OAuth1Clock
    private let margin: Duration
    private let renewToken: @Sendable (OAuth1AccessToken) async throws -> OAuth1AccessToken
    private let store: @Sendable (OAuth1AccessToken) async throws -> Void
    /// When the token is to be refreshed, and when it is worth nothing anymore, in seconds since 1970.
    private var times: (renewal: Int64, end: Int64)?
    /// Whether a refresh is in progress.
    private(set) var isRenewing = false
    /// The waiting callers, each on its own, so that a cancelled one can stop waiting.
    private var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var lastWaiting = 0
    /// A token that the service gave and that could not be stored yet, and when it was given.
    private var unstored: (token: OAuth1AccessToken, obtainedAt: Int64)?
    /// The tokens whose refresh this task is part of: a function that refreshes or stores a token can't wait for it.
    @TaskLocal private static var beingRenewed: Set<ObjectIdentifier> = []
    /// How long a refresh ahead of time is left alone after it failed, in seconds.
    private static let pauseAfterFailure: Int64 = 10
    /// How often the token was renewed: a service may refresh it without changing it.
    private var generation = 0

    /// The token as one call got it.
    struct Lease: Sendable {
        let token: OAuth1AccessToken
        let generation: Int
    }

    /// Creates a token that refreshes itself.
    ///
    /// - Parameters:
    ///   - token: The token, with the parameters that the service gave with it.
    ///   - obtainedAt: When the token was issued, in seconds since 1970; if given, the token is refreshed in time by
    ///     itself, otherwise when it is rejected.
    ///   - margin: How long before its end a token is refreshed, 30 seconds by default.
    ///   - clock: Where the time comes from.
    ///   - renew: Fetches the new token, with `AsyncOAuth1Client.renew` for instance.
    ///   - store: Stores the new token, before any call is signed with it. It must not make calls with this one.
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
        self.times = obtainedAt.flatMap { Self.times(of: token, obtainedAt: $0, margin: margin) }
    }

    /// Refreshes the token now, or waits for the refresh in progress.
    ///
    /// A caller that is cancelled stops waiting at once; the refresh continues, as the service may have given a token.
    ///
    /// - Returns: The token to sign with.
    /// - Throws: Errors of the refresh or the store, or `CancellationError`. A token that could not be stored is kept,
    ///   and stored at the next attempt.
    @discardableResult
    public func renew() async throws -> OAuth1AccessToken {
        guard !Self.beingRenewed.contains(ObjectIdentifier(self)) else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the function that refreshes or stores a token makes a call with the same token",
                recoverySuggestion:
                    "Make that call with another token: this token waits for the function, so the two would wait "
                    + "for each other forever",
                step: .refresh
            )
        }
        try Task.checkCancellation()
        try await waitForRenewal()
        return token
    }

    /// The token to sign a call with, refreshed if its time is over.
    func current() async throws -> Lease {
        let now = clock.now()
        if isRenewing || unstored != nil || times.map({ $0.renewal <= now }) == true {
            do {
                try await renew()
            } catch let error as OAuth1ClientError where error.isTransient && times.map({ now < $0.end }) == true {
                // The token is still good, so that nobody has to notice.
            }
        }
        return Lease(token: token, generation: generation)
    }

    /// The token to repeat a call with that was rejected, refreshed unless it was in the meantime.
    func renewed(after refused: Lease) async throws -> Lease {
        if refused.generation == generation { try await renew() }
        return Lease(token: token, generation: generation)
    }

    /// Starts a refresh that no caller's cancellation ends: the service may have given a token by then.
    private func begin() {
        isRenewing = true
        // A caller that waits for it later may be more urgent than the one that starts it.
        Task(priority: .high) {
            do {
                try await Self.$beingRenewed.withValue(Self.beingRenewed.union([ObjectIdentifier(self)])) {
                    try await run()
                }
                end(.success(()))
            } catch {
                end(.failure(error))
            }
        }
    }

    private func end(_ result: Result<Void, any Error>) {
        isRenewing = false
        if case .failure(let error as OAuth1ClientError) = result, error.isTransient, let renewal = times?.renewal {
            // Not every call shall try again.
            times?.renewal = max(renewal, clock.now() + Self.pauseAfterFailure)
        }
        let waiting = waiting
        self.waiting = [:]
        for continuation in waiting.values { continuation.resume(with: result) }
    }

    /// How many callers wait for a refresh.
    var waitingCount: Int { waiting.count }

    private func waitForRenewal() async throws {
        lastWaiting += 1
        let number = lastWaiting
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting[number] = continuation
                // Here, so that no refresh can end before its caller is among those that wait.
                if !isRenewing { begin() }
                // A caller that was cancelled before this had nothing to be found by.
                if Task.isCancelled { stopWaiting(number) }
            }
        } onCancel: {
            Task { await stopWaiting(number) }
        }
    }

    private func stopWaiting(_ number: Int) {
        waiting.removeValue(forKey: number)?.resume(throwing: CancellationError())
    }

    private func run() async throws {
        if unstored == nil {
            let new = try await renewToken(token)
            unstored = (new, clock.now())
        }
        guard let new = unstored else { return }
        try await store(new.token)
        unstored = nil
        token = new.token
        generation += 1
        times = Self.times(of: new.token, obtainedAt: new.obtainedAt, margin: margin)
    }

    private static func times(
        of token: OAuth1AccessToken,
        obtainedAt: Int64,
        margin: Duration
    ) -> (renewal: Int64, end: Int64)? {
        guard let expiresIn = token.expiresIn else { return nil }
        // A token that lives shorter than the margin would be refreshed for each call.
        let useful = max(expiresIn - margin, expiresIn / 2)
        return (obtainedAt + useful.components.seconds, obtainedAt + expiresIn.components.seconds)
    }
}

extension OAuth1ClientError {
    /// Whether the same request may succeed a little later.
    fileprivate var isTransient: Bool { code == .transport || status?.kind == .serverError }
}
