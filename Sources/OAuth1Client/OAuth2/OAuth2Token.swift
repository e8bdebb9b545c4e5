//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// An OAuth 2.0 token that a service gave for credentials of OAuth 1.0a (RFC 6749 section 5.1).
///
/// No description, dump or log shows the tokens in it. ``OAuth1CallToken/bearer(_:)`` makes a call with it, and
/// ``authorizationField`` is for any other HTTP client. To refresh it, use an OAuth 2.0 library.
public struct OAuth2Token: Sendable, Equatable {
    /// The access token (`access_token`).
    public let accessToken: OAuth1Secret
    /// The type of the token (`token_type`), `Bearer` in whatever case with all known services.
    public let tokenType: String
    /// How long the token is valid from when it was issued (`expires_in`, in seconds), if the service says so.
    public let expiresIn: Duration?
    /// The token that gets new access tokens (`refresh_token`), if the service gave one.
    public let refreshToken: OAuth1Secret?
    /// How long the refresh token is valid (`refresh_token_expires_in`, in seconds), if the service says so.
    public let refreshTokenExpiresIn: Duration?
    /// What the token permits (`scope`), or `nil` if the service does not say so.
    public let scope: [String]?

    /// Creates a token, for instance from where it was stored.
    ///
    /// - Parameters:
    ///   - accessToken: The access token.
    ///   - tokenType: The type of the token.
    ///   - expiresIn: How long the token is valid from when it was issued.
    ///   - refreshToken: The token that gets new access tokens.
    ///   - refreshTokenExpiresIn: How long the refresh token is valid.
    ///   - scope: What the token permits.
    public init(
        accessToken: OAuth1Secret,
        tokenType: String = "Bearer",
        expiresIn: Duration? = nil,
        refreshToken: OAuth1Secret? = nil,
        refreshTokenExpiresIn: Duration? = nil,
        scope: [String]? = nil
    ) {
        self.accessToken = accessToken
        self.tokenType = tokenType
        self.expiresIn = expiresIn
        self.refreshToken = refreshToken
        self.refreshTokenExpiresIn = refreshTokenExpiresIn
        self.scope = scope
    }

    /// Whether the token is a bearer token (RFC 6750), the only type that this package can use.
    public var isBearer: Bool { tokenType.lowercased() == "bearer" }

    /// The header field that carries the token (RFC 6750 section 2.1), or `nil` for a token of another type.
    ///
    /// Send it over TLS, and to the service only: who reads it can use the token.
    public var authorizationField: HTTPField? {
        guard isBearer else { return nil }
        return OAuth2Token.field("Bearer \(accessToken.reveal())")
    }

    /// An Authorization field that HTTP/2 does not put into its compression table.
    static func field(_ value: String) -> HTTPField {
        var field = HTTPField(name: .authorization, value: value)
        field.indexingStrategy = .disallow
        return field
    }
}

extension OAuth2Token: CustomStringConvertible, CustomReflectable {
    /// Shows the type and the scope and hides the tokens.
    public var description: String {
        let scope = scope.map { ", scope: \($0.joined(separator: " "))" } ?? ""
        return "OAuth2Token(\(tokenType), accessToken: \(accessToken)\(scope))"
    }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
