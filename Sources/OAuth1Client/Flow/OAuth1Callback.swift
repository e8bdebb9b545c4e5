//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where the service sends the user after the decision (RFC 5849 section 2.1).
public struct OAuth1Callback: Sendable, Hashable, CustomStringConvertible {
    /// The value of `oauth_callback`, or `nil` if it is not sent.
    let value: String?

    /// A URL of the application: absolute, without fragment, with http, https or a custom scheme.
    ///
    /// Any other text is rejected before it is sent, with an ``OAuth1ClientError`` that says what is wrong with it.
    ///
    /// - Parameter url: The URL, not percent-encoded, such as `https://app.example/callback` or
    ///   `com.example.app:/callback`.
    /// - Returns: The callback.
    public static func url(_ url: String) -> OAuth1Callback { OAuth1Callback(value: url) }

    /// `oob`: the service shows the verifier, and the user carries it over.
    public static let outOfBand = OAuth1Callback(value: CallbackURI.outOfBand)

    /// No `oauth_callback` at all: the service uses the callback that is registered with it.
    ///
    /// For such services, and for services older than OAuth 1.0a, which do not know the parameter.
    public static let omitted = OAuth1Callback(value: nil)

    /// The URL, or what is sent instead.
    public var description: String { value ?? "omitted" }

    /// Rejects a callback that no service can send a browser to (RFC 5849 section 2.1).
    func check() throws(OAuth1ClientError) {
        guard let value, value != CallbackURI.outOfBand else { return }
        do {
            _ = try CallbackURI(value)
        } catch {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the callback \(error.reason)",
                recoverySuggestion:
                    "Use an absolute URL that is registered with the service, or .outOfBand. No request was sent",
                step: .requestToken
            )
        }
    }
}
