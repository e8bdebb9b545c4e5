//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// The credentials of an application's OAuth 2.0 client, for exchanges that ask for them (RFC 6749 section 2.3.1).
///
/// Services issue them beside consumer key and secret.
public struct OAuth2ClientCredentials: Sendable, Equatable {
    /// The client identifier (`client_id`).
    public let id: String
    /// The client secret, or `nil` for a public client, which has none.
    public let secret: OAuth1Secret?

    /// Creates credentials.
    ///
    /// - Parameters:
    ///   - id: The client identifier.
    ///   - secret: The client secret, or `nil` for a public client.
    public init(id: String, secret: OAuth1Secret? = nil) {
        self.id = id
        self.secret = secret
    }

    /// The Authorization field of a client with a secret, whose parts are encoded as in forms; `nil` without a secret.
    var basicField: HTTPField? {
        guard let secret else { return nil }
        let parts = [id, secret.reveal()]
            .map { part in
                // Everything after "=" of a form with one parameter is the encoded value.
                String(OAuth1Parameters([OAuth1Parameter("v", part)]).formEncodedString.dropFirst(2))
            }
        return OAuth2Token.field("Basic \(Base64.encode(Array(parts.joined(separator: ":").utf8).span))")
    }

    /// The value of that field without scheme and padding, as a service may repeat it.
    var basicCredentials: OAuth1Secret? {
        basicField.map { OAuth1Secret(String($0.value.dropFirst("Basic ".count).prefix { $0 != "=" })) }
    }
}

extension OAuth2ClientCredentials: CustomStringConvertible, CustomReflectable {
    /// Shows the identifier and hides the secret.
    public var description: String {
        "OAuth2ClientCredentials(id: \(id), secret: \(secret == nil ? "none" : "<redacted>"))"
    }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
