//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Problem {
    /// The cause of a report of the Problem Reporting extension, and what usually helps.
    ///
    /// - Parameters:
    ///   - step: The step that failed: only where a user was asked can a user have declined.
    ///   - credentials: What signed the request.
    ///   - isCompared: Whether the base strings were compared already.
    /// - Returns: The cause and the advice, or `nil` if nothing is known of the code.
    func hint(
        at step: OAuth1ClientError.Step,
        _ credentials: SigningCredentials? = nil,
        isCompared: Bool = false
    ) -> (cause: RejectionCause, text: String)? {
        switch code {
        case "timestamp_refused":
            (.clock, "The clock skew is too large: check this machine's clock")
        case "nonce_used":
            (.nonce, "The same signed request was sent twice. Sign every attempt again")
        case "signature_invalid":
            (.signature, signatureAdvice(credentials ?? SigningCredentials(nil, step), isCompared))
        case "signature_method_rejected":
            (.method, "Use a signature method that the service supports")
        case "consumer_key_unknown", "consumer_key_rejected", "consumer_key_refused":
            (.consumerKey, "Check the consumer key, and that the application is enabled at the service")
        case "token_expired", "token_used", "token_revoked", "token_rejected":
            (
                .token,
                step == .accessToken
                    ? "Start a new login: the request token has expired or was already used"
                    : "Check the token, or log in again: the token has expired, was revoked or was already used"
            )
        case "parameter_absent":
            (.parameters, absentParameters(at: step, credentials))
        case "parameter_rejected":
            rejectedParameters
        case "verifier_invalid":
            (.verifier, RejectionAdvice.wrongVerifier)
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

    /// What to do about a signature that the service rejects; its advice to compare the base strings is not repeated.
    private func signatureAdvice(_ credentials: SigningCredentials, _ isCompared: Bool) -> String {
        let namesThem = advice.map { Array($0.utf8).containsText("base string") } ?? false
        let isKnown = isCompared || !credentials.signsURL || namesThem
        return ErrorText.sentence(credentials.invalidSignatureAdvice)
            + (isKnown ? "" : " Then compare the base strings")
    }

    /// The parameters that every signed request has.
    private static let sent: Set<String> = [
        "oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp",
    ]

    /// What to do about parameters that the service rejects.
    private var rejectedParameters: (cause: RejectionCause, text: String) {
        guard let names = names("oauth_parameters_rejected") else {
            return (.parameters, "The service rejects the value of a parameter")
        }
        let text = "The service rejects \(names.joined(separator: ", "))"
        return names.contains("oauth_verifier")
            ? (.verifier, "\(text). \(RejectionAdvice.newVerifier)") : (.parameters, text)
    }

    /// What to do about parameters that the service misses.
    private func absentParameters(
        at step: OAuth1ClientError.Step,
        _ credentials: SigningCredentials?
    ) -> String {
        guard var names = names("oauth_parameters_absent") else { return "A parameter is missing" }
        switch step {
        case .requestToken where names.contains("oauth_token") || names.contains("oauth_verifier"):
            let url =
                "This step has no \(names[0] == "oauth_token" ? "token" : "verifier") yet: check that the URL is the request-token URL"
            return names == ["oauth_token"]
                ? "\(url). If it is, the service expects an empty oauth_token: set sendsEmptyToken of "
                    + "OAuth1SigningConfiguration" : url
        case .accessToken where names.contains("oauth_callback"):
            return "Only a request token needs a callback: check that the URL is the access-token URL"
        default: break
        }
        if credentials?.hasToken == false { names.removeAll { $0 == "oauth_token" } }
        guard !names.isEmpty else { return RejectionAdvice.noToken }
        let missing = "Add the missing \(names.joined(separator: ", "))"
        if names.contains("oauth_verifier"), step == .accessToken {
            return missing
                + ": parse the callback with parseAuthorizationResponse, or pass the code that the user typed in "
                + "(verifier:)"
        }
        guard Set(names).isSubset(of: OAuth1Problem.sent) else { return missing }
        return missing + ". If the request has them, check that no proxy or redirect removes the Authorization field"
    }

    /// The names of parameters that a report lists, which it joins with `&` (or a comma).
    private func names(_ parameter: String) -> [String]? {
        guard let value = parameters[parameter] else { return nil }
        let names = value.split { $0 == "&" || $0 == "," || $0 == " " }.map { String($0) }
        return names.isEmpty ? nil : names
    }
}
