//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Problem {
    /// The cause of a report of the Problem Reporting extension, and what usually helps.
    ///
    /// - Parameter step: The step that failed: only where a user was asked can a user have declined.
    /// - Returns: The cause and the advice, or `nil` if nothing is known of the code.
    func hint(at step: OAuth1ClientError.Step) -> (cause: RejectionCause, text: String)? {
        switch code {
        case "timestamp_refused":
            (.clock, "The clock skew is too large: check this machine's clock")
        case "nonce_used":
            (.nonce, "The same signed request was sent twice. Sign every attempt again")
        case "signature_invalid":
            (
                .signature,
                "Check consumer secret and token secret, and that the URL has the scheme, host and port that the "
                    + "service sees. Then compare the base strings"
            )
        case "signature_method_rejected":
            (.method, "Use a signature method that the service supports")
        case "consumer_key_unknown", "consumer_key_rejected", "consumer_key_refused":
            (.consumerKey, "Check the consumer key, and that the application is enabled at the service")
        case "token_expired", "token_used", "token_revoked", "token_rejected":
            (
                .token,
                "Check the token, or log in again: the token has expired, was revoked or was already used"
            )
        case "parameter_absent":
            (
                .parameters,
                names("oauth_parameters_absent").map { "Add the missing \($0)" } ?? "A parameter is missing"
            )
        case "parameter_rejected":
            (
                .parameters,
                names("oauth_parameters_rejected").map { "The service rejects \($0)" }
                    ?? "The service rejects the value of a parameter"
            )
        case "verifier_invalid":
            (.verifier, "Check the verifier from the callback, or the one that the user typed in")
        case "permission_denied", "user_refused":
            step == .authorization
                ? (.access, "The user declined")
                : (
                    .access,
                    "Check that the application and the token have this permission, and that the user has not revoked "
                        + "it"
                )
        case "permission_unknown":
            (.access, "The user has not decided yet. Wait for the callback before you fetch the access token")
        case "consumer_key_rate_limited", "user_rate_limited", "rate_limit_exceeded":
            (.rateLimit, "The rate limit is exceeded: wait before the next request, and send fewer")
        case "version_rejected":
            (.parameters, "The service expects another oauth_version, or none")
        default:
            nil
        }
    }

    /// The names of parameters that a report lists, which it joins with `&` (or a comma).
    private func names(_ parameter: String) -> String? {
        guard let value = parameters[parameter], !value.isEmpty else { return nil }
        return value.replacing("&", with: ", ")
    }
}
