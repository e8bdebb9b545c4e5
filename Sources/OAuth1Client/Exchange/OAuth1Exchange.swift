//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// One call with its redirects and retries: it decides what to send next, without sending anything.
///
/// A shell sends the request, passes the result back, waits as long as the exchange asks, and signs again each time.
struct OAuth1Exchange: Sendable {
    /// The shell's next action.
    enum Step: Sendable, Equatable {
        /// Send the request, after a wait.
        case send(after: Duration)
        /// Send the request with the service's time, in seconds since 1970, if that time is plausible.
        case sendAtTime(Int64)
        /// Refresh the token, and send the request with the new one.
        case sendWithNewToken
        /// Hand out the response, and sign the next request with the service's time, if that time is plausible.
        case finishAtTime(Int64)
        /// Refresh the token for the next request, and hand out the response.
        case finishWithNewToken
        /// Hand out the response.
        case finish
    }

    /// The request to sign and send.
    private(set) var request: OAuth1UnsignedRequest
    private let redirects: OAuth1RedirectPolicy
    private let retries: OAuth1RetryPolicy
    private let allowsInsecureHTTP: Bool
    /// Whether a rejected timestamp may still be corrected: once, and only one that the application did not set.
    private var mayCorrectTime: Bool
    /// Whether an expired token may still be refreshed.
    private var mayRenewToken: Bool
    /// How often the request was sent since it is this one.
    private(set) var attempts = 1
    /// How many redirects were followed.
    private(set) var redirectCount = 0
    /// The method before the redirects.
    let originalMethod: HTTPRequest.Method
    /// The redirect that ended the call, if one did.
    private(set) var unfollowedRedirect: OAuth1UnfollowedRedirect?

    init(_ request: OAuth1UnsignedRequest, _ options: borrowing OAuth1FlowOptions, isRenewable: Bool = false) {
        self.request = request
        originalMethod = request.request.method
        mayCorrectTime = options.clockSkew != .none && request.options.timestamp == nil && !request.isBearer
        mayRenewToken = isRenewable && !request.isBearer
        // A token whose response was lost can't be requested again, and its endpoint is where the service says it is.
        redirects = request.options.isTokenRequest ? .none : options.redirects
        retries = request.options.isTokenRequest ? .none : options.retries
        allowsInsecureHTTP = options.allowsInsecureHTTP
    }

    /// The next action after a response.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - elapsed: How long the call has taken so far.
    ///   - now: The timestamp of the request, in seconds since 1970.
    ///   - chance: A random number from 0 to 1, which most calls do without.
    /// - Returns: The next step.
    /// - Throws: ``OAuth1ClientError`` if there are more redirects than are allowed.
    mutating func step(
        after response: OAuth1Response,
        elapsed: @autoclosure () -> Duration,
        now: Int64,
        chance: @autoclosure () -> Double
    ) throws(OAuth1ClientError) -> Step {
        guard !OAuth1Exchange.isEnd(response.status) else { return .finish }
        switch response.status.code {
        case 301, 302, 303, 307, 308:
            return try follow(response) ? .send(after: .zero) : .finish
        case 429, 503:
            guard let delay = RetryAfter.delay(response.head.headerFields, now: now), delay <= retries.maximumDelay
            else {
                return .finish
            }
            // All clients got the same time, so the jitter is added to it.
            let wait = again(after: delay + retries.baseDelay * chance(), elapsed: elapsed())
            return wait.map { .send(after: $0) } ?? .finish
        default:
            return stepAfterRefusal(response, timestamp: now)
        }
    }

    /// Whether a status leaves nothing to do but to hand out the response.
    static func isEnd(_ status: HTTPResponse.Status) -> Bool { status.kind == .successful }

    /// The next action after a rejection: the service did nothing, so a request with any method may be sent again.
    private mutating func stepAfterRefusal(_ response: OAuth1Response, timestamp: Int64) -> Step {
        if mayCorrectTime, let time = ServiceTime.read(response, refusing: timestamp) {
            mayCorrectTime = false
            guard canBeSentAgain else { return .finishAtTime(time) }
            request = request.again()
            return .sendAtTime(time)
        }
        if mayRenewToken, response.status == .unauthorized, response.report["oauth_problem"] == "token_expired" {
            mayRenewToken = false
            return canBeSentAgain ? .sendWithNewToken : .finishWithNewToken
        }
        return .finish
    }

    /// Whether the body can be read again.
    private var canBeSentAgain: Bool { request.stream?.isRepeatable ?? true }

    /// Continues with another token.
    mutating func sign(with signer: OAuth1Signer) {
        request = request.again { $0.signer = signer }
    }

    /// How long to wait after a connection that failed, or `nil` if there were enough attempts.
    ///
    /// - Parameters:
    ///   - elapsed: How long the call has taken so far.
    ///   - chance: A random number from 0 to 1.
    /// - Returns: The wait before the request is sent again.
    mutating func delayAfterFailure(elapsed: Duration, chance: Double) -> Duration? {
        let bound = retries.baseDelay * Double(1 << min(attempts - 1, 20))
        return again(after: min(bound, retries.maximumDelay) * chance, elapsed: elapsed)
    }

    private mutating func again(after delay: Duration, elapsed: Duration) -> Duration? {
        let isRepeatable = retries.retriesEveryMethod || OAuth1Exchange.isIdempotent(request.request.method)
        guard attempts < retries.maximumAttempts, isRepeatable, canBeSentAgain, elapsed + delay <= retries.budget else {
            return nil
        }
        attempts += 1
        request = request.again()
        return delay
    }

    /// The methods of RFC 9110 section 9.2.2.
    private static func isIdempotent(_ method: HTTPRequest.Method) -> Bool {
        switch method {
        case .get, .head, .options, .trace, .put, .delete: true
        default: false
        }
    }

    /// Makes the request that a redirect asks for, and returns whether it may be sent.
    private mutating func follow(_ response: OAuth1Response) throws(OAuth1ClientError) -> Bool {
        let target = response.head.headerFields[.location]
            .flatMap { RedirectTarget($0, from: request.request, by: redirects) }
        if let obstacle = obstacle(to: target) {
            unfollowedRedirect = OAuth1UnfollowedRedirect(target?.request, from: request.request, obstacle)
            return false
        }
        guard let target, redirectCount < redirects.maximumCount else {
            let last = OAuth1UnfollowedRedirect(target?.request, from: request.request, .limitReached)
                .redacted(by: response.redactor)
            throw OAuth1ClientError(
                .unexpectedRedirect,
                "the call was redirected more than \(redirects.maximumCount) times, the redirect policy's limit, and "
                    + "the last redirect leads to \(last.target ?? "no URL")",
                recoverySuggestion: last.suggestion,
                status: response.status
            )
        }
        let keepsBody = target.keepsMethod(status: response.status)
        guard canBeSentAgain || !keepsBody else { return false }
        redirectCount += 1
        attempts = 1
        request = request.again { request in
            request.request = keepsBody ? target.request : target.requestWithoutBody
            guard !keepsBody else { return }
            request.body = nil
            request.stream = nil
            request.options.bodyHash = nil
        }
        return true
    }

    /// Why a redirect may not be followed, its number aside; `nil` if it may.
    private func obstacle(to target: RedirectTarget?) -> OAuth1UnfollowedRedirect.Reason? {
        if request.options.isTokenRequest { return .tokenRequest }
        guard redirects.maximumCount > 0 else { return .redirectsDisabled }
        guard let target else { return .invalidLocation }
        guard target.request.isConfidential || allowsInsecureHTTP else { return .insecureTransport }
        guard target.isAllowed,
            // A signature reveals nothing to another host, but a token carried in a field is the credential itself.
            !request.isBearer || target.request.hasSameOrigin(as: request.request)
        else {
            return .otherOrigin
        }
        return nil
    }
}

extension OAuth1UnsignedRequest {
    /// The same call, to be signed again: a nonce is used once.
    fileprivate func again(_ change: (inout Self) -> Void = { _ in }) -> Self {
        with { request in
            request.options.nonce = nil
            request.options.timestamp = nil
            change(&request)
        }
    }
}
