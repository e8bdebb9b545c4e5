//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// The result of a login, and the header fields for the browser that prevent a second completion.
public struct OAuth1LoginOutcome: Sendable {
    /// The user's token, or why there is none.
    public let result: Result<OAuth1Login, OAuth1LoginFailure>
    /// Fields that the response must have, whichever it is: `Set-Cookie`, `Cache-Control`, `Referrer-Policy` and
    /// `X-Content-Type-Options`.
    ///
    /// The callback's URL has the verifier in it, so no other site may learn it.
    public let headerFields: HTTPFields

    /// Creates an outcome, for tests of what follows one.
    ///
    /// - Parameters:
    ///   - result: The user's token, or why there is none.
    ///   - headerFields: Fields that the response must have.
    public init(result: Result<OAuth1Login, OAuth1LoginFailure>, headerFields: HTTPFields = [:]) {
        self.result = result
        self.headerFields = headerFields
    }

    /// The login.
    ///
    /// - Returns: The token and what belongs to it.
    /// - Throws: ``OAuth1LoginFailure`` if there is none.
    public func login() throws(OAuth1LoginFailure) -> OAuth1Login { try result.get() }
}
