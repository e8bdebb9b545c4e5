//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The response of a token endpoint (RFC 5849 sections 2.1 and 2.3), read and checked.
struct TokenResponse {
    let token: String
    let secret: OAuth1Secret
    /// All parameters.
    let parameters: OAuth1Parameters

    /// All but token and secret.
    var others: OAuth1Parameters {
        OAuth1Parameters(parameters.filter { $0.name != "oauth_token" && $0.name != "oauth_token_secret" })
    }

    init(
        _ response: OAuth1Response,
        step: OAuth1ClientError.Step,
        signer: OAuth1Signer?,
        hiding secrets: [OAuth1Secret],
        requiresSecret: Bool = true,
        format: OAuth1Service.TokenResponse.Format = .auto
    ) throws {
        let failure = TokenFailure(response: response, step: step, signer: signer, secrets: secrets)
        try failure.check(
            rejection: TokenResponse.rejection(response, step),
            expecting: "oauth_token and oauth_token_secret"
        )
        let body = TokenResponse.text(of: response)
        guard !body.isEmpty else {
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret, got an empty body",
                "Check the URL of this step, and its HTTP method"
            )
        }
        let parameters = TokenResponse.parameters(in: response)
        let hasProblem = response.report["oauth_problem"] != nil
        // Some services call a form a page, so a page is what has no token, or starts as one does.
        if parameters?["oauth_token"] == nil || body.first == UInt8(ascii: "<"),
            !hasProblem, !response.hasErrorInBody,
            let title = ServiceErrorText.title(of: response, by: response.redactor.hiding(secrets), limit: 100)
        {
            var error = failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret, got an HTML page\(title.isEmpty ? "" : " titled \(title)")",
                StatusText.pageSuggestion(step)
                    ?? "Check the URL of this step: it returns a web page instead of a token"
            )
            error.shownTitle = title
            throw error
        }
        guard let parameters else {
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret as a form, got JSON without them",
                "Check the URL of this step"
            )
        }
        guard !hasProblem, !response.hasErrorInBody else {
            throw failure(.tokenRequestRefused, TokenResponse.rejection(response, step))
        }
        guard parameters["oauth_token"] != nil || !TokenResponse.saysError(response, parameters) else {
            throw failure(
                .tokenRequestRefused,
                "\(TokenResponse.rejection(response, step)), although the status is 2xx"
            )
        }
        guard format == .auto || TokenResponse.isJSON(response) == (format == .json) else {
            throw failure(
                .unreadableTokenResponse,
                "expected the token as \(format == .json ? "JSON" : "a form"), the format set in the OAuth1Service",
                "Check the URL of this step, or set tokenResponse.format of the service to auto"
            )
        }
        for name in ["oauth_token", "oauth_token_secret"] {
            let count = parameters.values(for: name).count
            if count == 1 || (count == 0 && name == "oauth_token_secret" && !requiresSecret) { continue }
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret once each, got \(name) "
                    + (count == 0 ? "not at all" : "\(count) times"),
                name == "oauth_token_secret" && count == 0
                    ? "If the service sends no secret because it signs with RSA, set requiresTokenSecret to false"
                    : "Check the URL of this step"
            )
        }
        guard let token = parameters["oauth_token"], !token.isEmpty else {
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret, got an empty token",
                "Ask the service: its response contains an empty token"
            )
        }
        self.token = token
        self.secret = OAuth1Secret(parameters["oauth_token_secret"] ?? "")
        self.parameters = parameters
    }

    /// The failure when there is no token: the service rejected the request, unless the status says otherwise.
    static func rejection(
        _ response: OAuth1Response,
        _ step: OAuth1ClientError.Step
    ) -> String {
        if response.report["oauth_problem"] == nil, let reason = StatusText.reason(response.status) {
            return "\(step.purpose) failed: \(reason)"
        }
        return "\(step.purpose) was rejected"
    }

    /// Whether what has no token in it says that there was an error, which some services do with a status of success.
    static func saysError(_ response: OAuth1Response, _ parameters: OAuth1Parameters) -> Bool {
        if isJSON(response) { return !parameters.isEmpty && parameters["error"] != nil }
        return text(of: response).starts(with: "Error".utf8)
    }

    /// Whether the body starts as a JSON value does that is not a plain one.
    private static func isJSON(_ response: OAuth1Response) -> Bool {
        let first = text(of: response).first
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The parameters of a form, or of a JSON object, which some services answer; `nil` for other JSON, and for more
    /// parameters than any token has.
    static func parameters(in response: OAuth1Response) -> OAuth1Parameters? {
        let body = text(of: response)
        if isJSON(response) { return JSONText.members(of: body) }
        guard body.count(where: { $0 == UInt8(ascii: "&") }) < ReadingLimits.members else { return nil }
        return OAuth1Parameters(formEncoded: body)
    }

    /// The body without what services put around a form or JSON, and belongs to no value: blanks, line breaks, and a byte
    /// order mark.
    private static func text(of response: OAuth1Response) -> ArraySlice<UInt8> {
        var text = ReadingLimits.beginning(of: response.body, upTo: ReadingLimits.tokenResponseBytes)
            .drop { $0.isASCIISpace }
        while let last = text.last, last.isASCIISpace { text.removeLast() }
        return text
    }
}
