//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth2Token {
    /// Reads the response of a token exchange (RFC 6749 sections 5.1 and 5.2).
    init(_ failure: TokenFailure) throws {
        let response = failure.response
        let rejection = OAuth2Rejection(response)
        let words = TokenResponse.rejection(response, failure.step)
        let reason = rejection.map { "\(words): \($0.reason)" } ?? words
        try failure.check(rejection: reason, suggestion: rejection?.suggestion, expecting: "an OAuth 2.0 token")
        let body = ReadingLimits.beginning(of: response.body, upTo: ReadingLimits.tokenResponseBytes)
        guard let members = JSONText.members(of: body) else {
            let title = HTMLTitle.read(response)
                .map {
                    "the page \"\(ServiceErrorText.shown($0, by: response.redactor.hiding(failure.secrets), limit: 100))\""
                }
            throw failure(
                .unreadableTokenResponse,
                "expected an OAuth 2.0 token as a JSON object, got \(title ?? "something else")",
                "Check the URL in tokenExchange of the OAuth1Service"
            )
        }
        // Some services report errors with status 200.
        guard !response.hasErrorInBody, members["access_token"] != nil || members["error"] == nil else {
            throw failure(.tokenRequestRefused, "\(reason), although the status is 2xx", rejection?.suggestion)
        }
        for name in ["access_token", "token_type", "expires_in", "refresh_token", "scope"] {
            let count = members.values(for: name).count
            guard count < 2 else {
                throw failure(.unreadableTokenResponse, "expected \(name) once, got it \(count) times")
            }
        }
        guard let token = members["access_token"], OAuth2Token.isToken(token) else {
            throw failure(
                .unreadableTokenResponse,
                "expected access_token, got "
                    + (members["access_token"] == nil ? "none" : "one with characters that no token has"),
                "Check the URL in tokenExchange of the OAuth1Service"
            )
        }
        self.init(
            accessToken: OAuth1Secret(token),
            // Required by RFC 6749, but a token that was paid for with another one is not thrown away for its absence.
            tokenType: members["token_type"].flatMap { $0.isEmpty ? nil : $0 } ?? "Bearer",
            expiresIn: OAuth2Token.seconds(members["expires_in"]),
            refreshToken: members["refresh_token"].flatMap { $0.isEmpty ? nil : OAuth1Secret($0) },
            refreshTokenExpiresIn: OAuth2Token.seconds(members["refresh_token_expires_in"]),
            scope: members["scope"].map { $0.split(separator: " ").map(String.init) }
        )
    }

    /// Whether a text can be sent as a token: visible ASCII characters, at least one (RFC 6749 appendix A.12).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// A number of seconds, or `nil` for a text that is no such number.
    private static func seconds(_ text: String?) -> Duration? {
        // The same limit as for tokens of OAuth 1.0a: whatever is counted with it can't overflow.
        text.flatMap { Int64($0) }.flatMap { 0...(1 << 40) ~= $0 ? .seconds($0) : nil }
    }
}
