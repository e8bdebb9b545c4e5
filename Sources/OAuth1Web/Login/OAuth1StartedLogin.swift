//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// A started login: where to send the user, and the header fields for the browser.
public struct OAuth1StartedLogin: Sendable, CustomStringConvertible, CustomReflectable {
    /// Identifies this login among others of the same browser, for the form where the user types a code in.
    public let id: String
    /// The URL of the service's page where the user decides (RFC 5849 section 2.2).
    public let authorizationURL: String
    /// Fields that the response must have: `Set-Cookie`, `Cache-Control`, `Referrer-Policy` and
    /// `X-Content-Type-Options`.
    public let headerFields: HTTPFields

    /// The redirect to the service's page, with status 303.
    public var redirect: HTTPResponse {
        var fields = headerFields
        fields[.location] = authorizationURL
        return HTTPResponse(status: .seeOther, headerFields: fields)
    }

    /// Says that there is a login, and nothing of its cookie.
    public var description: String { "OAuth1StartedLogin(<redacted>)" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
