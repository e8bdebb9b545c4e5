//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// When a call is sent again, each time with a new nonce, timestamp and signature.
///
/// Sent again are calls whose connection failed, and those that were answered with status 429 or 503 and a `Retry-After`
/// field (RFC 9110 section 10.2.3). Requests for tokens are never sent again: a token could be lost.
public struct OAuth1RetryPolicy: Sendable, Hashable {
    /// The most times that a call is sent, the first included.
    public var maximumAttempts: Int
    /// Whether methods are sent again that are not idempotent (RFC 9110 section 9.2.2), POST and PATCH above all.
    public var retriesEveryMethod: Bool
    /// The upper limit of the random wait before the second attempt; it doubles with each attempt.
    public var baseDelay: Duration
    /// The longest wait before one attempt; if a service asks for more, there is no further attempt.
    public var maximumDelay: Duration
    /// How long a call may have taken in all when it is sent again.
    public var budget: Duration

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - maximumAttempts: The most times that a call is sent, the first included.
    ///   - retriesEveryMethod: Whether methods are sent again that are not idempotent.
    ///   - baseDelay: The upper limit of the random wait before the second attempt, 200 milliseconds by default.
    ///   - maximumDelay: The longest wait before one attempt, 10 seconds by default.
    ///   - budget: How long a call may have taken in all when it is sent again, 30 seconds by default.
    public init(
        maximumAttempts: Int = 3,
        retriesEveryMethod: Bool = false,
        baseDelay: Duration = .milliseconds(200),
        maximumDelay: Duration = .seconds(10),
        budget: Duration = .seconds(30)
    ) {
        self.maximumAttempts = maximumAttempts
        self.retriesEveryMethod = retriesEveryMethod
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.budget = budget
    }

    /// Idempotent calls are sent up to three times.
    public static let idempotent = OAuth1RetryPolicy()
    /// Nothing is sent again.
    public static let none = OAuth1RetryPolicy(maximumAttempts: 1)
}
