//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A token and its secret, of either kind, to sign a request on a user's behalf.
public protocol OAuth1Token: Sendable, CustomStringConvertible {
    /// The token (`oauth_token`).
    var token: String { get }
    /// The token secret.
    var secret: OAuth1Secret { get }
}

/// The token of the first step, which the user authorizes (RFC 5849: temporary credentials).
public struct OAuth1RequestToken: OAuth1Token, Equatable {
    /// The token (`oauth_token`).
    public let token: String
    /// The token secret.
    public let secret: OAuth1Secret
    /// Whether the service confirmed the callback (`oauth_callback_confirmed=true`, RFC 5849 section 2.1).
    public let isCallbackConfirmed: Bool
    /// Other values of the service's response, in their order.
    public let parameters: OAuth1Parameters

    /// Creates a request token, for instance from where it was stored while the user was away.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - secret: The token secret.
    ///   - isCallbackConfirmed: Whether the service confirmed the callback; no by default.
    ///   - parameters: Other values of the service's response.
    public init(
        token: String,
        secret: OAuth1Secret,
        isCallbackConfirmed: Bool = false,
        parameters: OAuth1Parameters = []
    ) {
        self.token = token
        self.secret = secret
        self.isCallbackConfirmed = isCallbackConfirmed
        self.parameters = parameters
    }

    /// Shows the token and hides the secret and the values of the other parameters.
    public var description: String { "OAuth1RequestToken(token: \(token), secret: \(secret))" }
}

/// The token that calls protected resources (RFC 5849: token credentials).
public struct OAuth1AccessToken: OAuth1Token, Equatable {
    /// The token (`oauth_token`).
    public let token: String
    /// The token secret.
    public let secret: OAuth1Secret
    /// Other values of the service's response, in their order: `user_id`, `screen_name` and the like.
    public let parameters: OAuth1Parameters

    /// Creates an access token, for instance from where it was stored.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - secret: The token secret.
    ///   - parameters: Other values of the service's response.
    public init(token: String, secret: OAuth1Secret, parameters: OAuth1Parameters = []) {
        self.token = token
        self.secret = secret
        self.parameters = parameters
    }

    /// Shows the token and hides the secret and the values of the other parameters.
    public var description: String { "OAuth1AccessToken(token: \(token), secret: \(secret))" }
}

extension OAuth1RequestToken: CustomReflectable {
    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["token": token, "secret": secret]) }
}

extension OAuth1AccessToken: CustomReflectable {
    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["token": token, "secret": secret]) }
}
