//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ClientError {
    /// The error of a URL that the application gave.
    ///
    /// - Parameters:
    ///   - error: Why the URL is invalid.
    ///   - step: The step that it is for.
    ///   - url: The URL.
    /// - Returns: The error, with the URL unless a password could be in it.
    static func invalidURL(_ error: OAuth1Error, _ step: Step?, _ url: String) -> OAuth1ClientError {
        let base =
            step == .call && isRelative(url)
            ? " A relative path needs a service with a base URL: a preset, or baseURL of OAuth1FlowOptions." : ""
        return OAuth1ClientError(
            .invalidConfiguration,
            "the URL is invalid: \(error.reason)",
            recoverySuggestion: error.recoverySuggestion.map { $0 + base },
            step: step,
            // An invalid URL with an at sign could have a password anywhere before it.
            url: url.isEmpty || url.utf8.contains(UInt8(ascii: "@")) ? nil : url,
            cause: error
        )
    }

    /// The error of a request that must not be sent without TLS.
    static func insecureTransport(_ request: HTTPRequest, _ step: Step?, risk: String) -> OAuth1ClientError {
        var secure = request
        secure.scheme = "https"
        // The default port of http is not one of https.
        if let authority = request.authority, authority.hasSuffix(":80") {
            secure.authority = String(authority.dropLast(3))
        }
        return OAuth1ClientError(
            .insecureTransport,
            "expected an https URL",
            recoverySuggestion: "Use \(secure.shownURL). \(risk)"
        )
        .located(step, request)
    }

    /// Whether a URL has no scheme: a colon in its first segment could end one, or start a port.
    private static func isRelative(_ url: String) -> Bool {
        !url.utf8.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }.contains(UInt8(ascii: ":"))
    }
}
