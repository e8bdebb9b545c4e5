//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// Where an application steps in when a service has quirks that no option covers.
///
/// An error that a hook throws ends the call and reaches the caller as it is.
public struct OAuth1Hooks: Sendable {
    /// Changes a request, and its body, before each time that it is signed.
    ///
    /// Its changes are signed, so it may change anything. It runs again for each redirect and retry.
    public var willSign: (@Sendable (_ request: inout HTTPRequest, _ body: inout [UInt8]?) async throws -> Void)?
    /// Looks at a request after it was signed, or adds what is not signed, such as a header field.
    ///
    /// A change of the method, the URL, a form or the Authorization field would make the signature wrong.
    public var didSign: (@Sendable (_ request: inout OAuth1SignedRequest) async throws -> Void)?
    /// Mends the response of a token endpoint before it is read, as Authlib's compliance fixes do.
    public var tokenResponse: (@Sendable (OAuth1Response) throws -> OAuth1Response)?
    /// Reads a token response that is neither a form nor JSON; with `nil` as the result the response is read as usual.
    public var tokenParameters: (@Sendable (OAuth1Response) throws -> OAuth1Parameters?)?

    /// Creates hooks.
    ///
    /// - Parameters:
    ///   - willSign: Changes a request before each time that it is signed.
    ///   - didSign: Looks at a request after it was signed, or adds what is not signed.
    ///   - tokenResponse: Mends the response of a token endpoint before it is read.
    ///   - tokenParameters: Reads a token response that is neither a form nor JSON.
    public init(
        willSign: (@Sendable (inout HTTPRequest, inout [UInt8]?) async throws -> Void)? = nil,
        didSign: (@Sendable (inout OAuth1SignedRequest) async throws -> Void)? = nil,
        tokenResponse: (@Sendable (OAuth1Response) throws -> OAuth1Response)? = nil,
        tokenParameters: (@Sendable (OAuth1Response) throws -> OAuth1Parameters?)? = nil
    ) {
        self.willSign = willSign
        self.didSign = didSign
        self.tokenResponse = tokenResponse
        self.tokenParameters = tokenParameters
    }

    /// Whether any of them may change a request.
    var changesRequests: Bool { willSign != nil || didSign != nil }

    /// The token response to read: corrected, and as a form if the application parses it.
    func mended(_ response: OAuth1Response) throws -> OAuth1Response {
        guard tokenResponse != nil || tokenParameters != nil else { return response }
        var mended = try tokenResponse?(response) ?? response
        // An application that makes a separate response does not know what the request's secrets were.
        mended.origin = response.origin
        if let parameters = try tokenParameters?(mended) {
            mended.body = parameters.formEncoded
            mended.head.headerFields[.contentType] = "application/x-www-form-urlencoded"
        }
        return mended
    }
}
