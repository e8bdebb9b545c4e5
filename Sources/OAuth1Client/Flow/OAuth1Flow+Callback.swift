//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Flow {
    /// Reads the callback with which the service sends the user back (RFC 5849 section 2.2).
    ///
    /// Pure: nothing is remembered, and nothing but the decision is taken from the callback. The token must be the
    /// one of this login, or somebody else's callback was slipped in.
    ///
    /// - Parameters:
    ///   - callbackURL: The URL that the user arrived at, absolute or from the path on.
    ///   - requestToken: The request token of this login, from where it was stored.
    /// - Returns: The user's decision.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/tokenMismatch``,
    ///   ``OAuth1ClientError/Code/missingVerifier`` or ``OAuth1ClientError/Code/invalidCallback``.
    public func parseAuthorizationResponse(
        _ callbackURL: String,
        for requestToken: OAuth1RequestToken
    ) throws -> OAuth1AuthorizationResponse {
        guard callbackURL.utf8.count <= maximumCallbackBytes else {
            throw OAuth1ClientError(
                .invalidCallback,
                "the callback URL is longer than the limit of \(maximumCallbackBytes) bytes",
                recoverySuggestion: "Pass exactly the URL that the user was redirected to",
                step: .authorization
            )
        }
        guard let parameters = callbackParameters(callbackURL) else {
            throw OAuth1ClientError(
                .invalidCallback,
                "the callback URL has more parameters than the limit of \(configuration.limits.parameterCount)",
                recoverySuggestion:
                    "Raise parameterCount of OAuth1Limits if the service's callbacks have so many parameters",
                step: .authorization
            )
        }
        for name in ["oauth_token", "oauth_verifier"] where parameters.values(for: name).count > 1 {
            throw OAuth1ClientError(
                .invalidCallback,
                "the callback contains \(name) more than once",
                recoverySuggestion: "Check that the registered callback URL does not contain \(name) already",
                step: .authorization
            )
        }
        let problem = OAuth1Problem(parameters, by: Redactor(hiding: [client.secret, requestToken.secret]))
        let denial = denial(parameters, problem)
        let token = parameters["oauth_token"] ?? (denial == nil ? nil : OAuth1Flow.refusedToken(parameters))
        if let token, OAuth1Secret(token) != OAuth1Secret(requestToken.token) {
            throw OAuth1ClientError(
                .tokenMismatch,
                "the callback belongs to a different login",
                recoverySuggestion:
                    "Log in again. If this keeps happening, check how the application stores request "
                    + "tokens between the two requests",
                step: .authorization
            )
        }
        if let denial { return .denied(denial) }
        if let problem {
            throw OAuth1ClientError(
                .invalidCallback,
                "the service reported a problem in the callback",
                recoverySuggestion: problem.hint(at: .authorization)?.text,
                step: .authorization,
                problem: problem
            )
        }
        let verifier = parameters["oauth_verifier"]
        guard token != nil || (!options.requiresVerifier && verifier == nil) else {
            throw OAuth1ClientError(
                .invalidCallback,
                "the callback's query has no oauth_token: expected oauth_token and oauth_verifier",
                recoverySuggestion:
                    "Pass the whole URL that the user was redirected to, with its query. If it has none, check which "
                    + "callback URL is registered with the service",
                step: .authorization
            )
        }
        guard !options.requiresVerifier || !(verifier ?? "").isEmpty else {
            throw OAuth1ClientError(
                .missingVerifier,
                "the callback's query has no oauth_verifier",
                recoverySuggestion:
                    "Pass the whole URL that the user was redirected to. If this service sends no verifier, set "
                    + "requiresVerifier to false",
                step: .authorization
            )
        }
        return .authorized(
            OAuth1Authorization(requestToken: requestToken, verifier: verifier, parameters: parameters)
        )
    }

    /// The request token that a callback names, in whichever dialect, to find the login that it belongs to.
    ///
    /// - Parameter callbackURL: The URL that the user arrived at, absolute or from the path on.
    /// - Returns: The token, or `nil` if the callback names none, or more than one.
    package func callbackToken(_ callbackURL: String) -> String? {
        guard callbackURL.utf8.count <= maximumCallbackBytes else { return nil }
        let parts = URLReference(callbackURL)
        func known(_ text: String?) -> OAuth1Parameters {
            text.map { OAuth1Parameters(formEncoded: $0, keeping: ["oauth_token", "denied"]) } ?? []
        }
        let query = known(parts.query)
        let parameters = query.isEmpty ? known(parts.fragment) : query
        let tokens = parameters.values(for: "oauth_token")
        let refused = parameters.values(for: "denied")
        guard tokens.count <= 1, refused.count <= 1 else { return nil }
        return tokens.first ?? refused.first
    }

    /// Outside text has the limit for reading, even if more may be signed.
    private var maximumCallbackBytes: Int { min(configuration.limits.byteCount, OAuth1Limits().byteCount) }

    /// Twitter's rejection has the token as the value of `denied`.
    private static func refusedToken(_ parameters: OAuth1Parameters) -> String? { parameters["denied"] }

    /// The parameters of the query, or of the fragment if only that has any of the protocol; `nil` if there are more than
    /// any request may have.
    private func callbackParameters(_ url: String) -> OAuth1Parameters? {
        let parts = URLReference(url)
        let texts = [parts.query ?? "", parts.fragment ?? ""]
        // Counted before anything is decoded, as anybody can open a callback.
        let ampersands = texts.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: "&") } }
        guard ampersands < configuration.limits.parameterCount else { return nil }
        let query = OAuth1Parameters(formEncoded: texts[0])
        let fragment = OAuth1Parameters(formEncoded: texts[1])
        return !OAuth1Flow.isFromService(query) && OAuth1Flow.isFromService(fragment) ? fragment : query
    }

    /// Whether there is what only a service's answer has.
    private static func isFromService(_ parameters: OAuth1Parameters) -> Bool {
        parameters.contains { parameter in
            parameter.nameBytes.starts(with: "oauth_".utf8)
                || ["denied", "error"].contains { parameter.nameBytes.elementsEqual($0.utf8) }
        }
    }

    /// The denial, in any of the forms that services use.
    private func denial(_ parameters: OAuth1Parameters, _ problem: OAuth1Problem?) -> OAuth1Denial? {
        if let problem, ["user_refused", "permission_denied", "access_denied"].contains(problem.code) {
            return OAuth1Denial(reason: "oauth_problem=\(problem.code)", problem: problem)
        }
        if parameters["denied"] != nil { return OAuth1Denial(reason: "denied", problem: nil) }
        if parameters["oauth_verifier"] == "denied" {
            return OAuth1Denial(reason: "oauth_verifier=denied", problem: nil)
        }
        // The service's own error message; a problem report is read above.
        for name in resolved?.service.refusal ?? [] where name != "oauth_problem" && parameters[name] != nil {
            return OAuth1Denial(reason: name, problem: nil)
        }
        if parameters["error"] == "access_denied" { return OAuth1Denial(reason: "error=access_denied", problem: nil) }
        return nil
    }
}
