//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1Server

/// A failure that real services have, for `--fault`.
enum ServeFault: String, CaseIterable, Sendable, ExpressibleByArgument {
    case clockSkew = "clock-skew"
    case nonceUsed = "nonce-used"
    case noCallbackConfirmed = "no-callback-confirmed"
    case noVerifier = "no-verifier"
    case denied
    case tokenExpired = "token-expired"
    case trailingNewline = "trailing-newline"
    case errorStatus200 = "error-200"
    case slow
    case redirect
    case redirectOrigin = "redirect-origin"
    case htmlError = "html-error"
    case rateLimit = "rate-limit"
    case unavailable
    case truncated

    /// What the service does.
    var summary: String {
        switch self {
        case .clockSkew: "the service's clock is 15 minutes ahead, so it rejects the time of a client that is right"
        case .nonceUsed: "a new nonce is rejected as used, as after a proxy that sent the request twice"
        case .noCallbackConfirmed: "oauth_callback_confirmed is missing, as in OAuth 1.0 without the a"
        case .noVerifier: "the user comes back without oauth_verifier, as in OAuth 1.0 without the a"
        case .denied: "the user denies access, whichever button is pressed"
        case .tokenExpired: "calls are rejected with token_expired"
        case .trailingNewline: "token responses end in a line break, which is not part of the secret"
        case .errorStatus200: "rejections have the status 200"
        case .slow: "responses take 10 seconds, or as long as --slow-seconds says"
        case .redirect: "requests are redirected to /moved/…, so they must be signed again for the new URL"
        case .redirectOrigin: "requests are redirected to another host name, where no signature should be sent"
        case .htmlError: "a proxy in front of the service answers with status 502 and an HTML page"
        case .rateLimit: "requests are answered with status 429 and Retry-After: 1"
        case .unavailable: "requests are answered with status 503 and Retry-After: 1"
        case .truncated: "the connection breaks in the middle of the response"
        }
    }

    /// Whether the fault concerns requests for an endpoint; every other request passes.
    func concerns(_ endpoint: OAuth1ServerEvent.Endpoint) -> Bool {
        switch self {
        case .noCallbackConfirmed: endpoint == .requestToken
        case .noVerifier, .denied: endpoint == .authorize
        case .tokenExpired: endpoint == .resource
        case .trailingNewline: endpoint == .requestToken || endpoint == .accessToken
        case .clockSkew, .nonceUsed, .errorStatus200, .slow, .redirect, .redirectOrigin, .htmlError, .rateLimit,
            .unavailable, .truncated:
            endpoint != .authorize
        }
    }

    /// All faults with what they do, for the help.
    static var list: String {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return
            allCases.map { fault in
                let padding = String(repeating: " ", count: width - fault.rawValue.count + 2)
                return "  \(fault.rawValue)\(padding)\(fault.summary)"
            }
            .joined(separator: "\n")
    }
}
#endif
