//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What an OAuth 2.0 token endpoint says when it rejects a request (RFC 6749 section 5.2), in plain words.
struct OAuth2Rejection {
    /// The code.
    let code: String
    /// What failed.
    let reason: String
    /// What to do.
    let suggestion: String

    /// The rejection in a response, or `nil` if the response has no error code that is known.
    init?(_ response: OAuth1Response) {
        let body = ReadingLimits.beginning(of: response.body)
        guard case .text(let code)? = JSONText.value(at: ["error"], in: body),
            let known = OAuth2Rejection.known.first(where: { $0.code == code })
        else {
            return nil
        }
        self.code = known.code
        reason = "\(known.words) (\(code))"
        suggestion = known.suggestion
    }

    /// The codes of RFC 6749 section 5.2, and those that services add.
    private static let known: [(code: String, words: String, suggestion: String)] = [
        (
            "invalid_grant", "the service does not accept the OAuth 1.0 token",
            "The token may be revoked, expired or of another application. Do not try again: have the user log in with "
                + "OAuth 2.0"
        ),
        (
            "invalid_client", "the service does not accept the application's credentials",
            "Check the client ID and the client secret of OAuth 2.0, or consumer key and secret where the request is "
                + "signed. They are not the same"
        ),
        (
            "unauthorized_client", "the application may not exchange tokens",
            "Enable OAuth 2.0 for the application on the service's developer page, and check its credentials"
        ),
        (
            "invalid_request", "the request lacks a parameter, or has a wrong one",
            "Compare tokenExchange of the OAuth1Service with the service's documentation"
        ),
        (
            "unsupported_grant_type", "the URL does not support the grant type",
            "Compare tokenExchange of the OAuth1Service with the service's documentation"
        ),
        (
            "invalid_scope", "the scope is unknown, or exceeds what the user agreed to",
            "Ask for a smaller scope, or leave it out"
        ),
        (
            "rate_limited", "there were too many exchanges",
            "Wait before the next exchange, and send fewer"
        ),
        (
            "temporarily_unavailable", "the service is not available at the moment",
            "Try again later"
        ),
    ]
}
