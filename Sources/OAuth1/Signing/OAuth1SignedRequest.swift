//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// A request with its protocol parameters in place, to be sent exactly as it is.
public struct OAuth1SignedRequest: Sendable {
    /// The request.
    public var request: HTTPRequest
    /// The body, or `nil` if there is none.
    public var body: [UInt8]?
    /// The nonce that was used.
    public let nonce: OAuth1Nonce
    /// The timestamp that was used, in seconds since 1970.
    public let timestamp: Int64
    /// The signature base string, which the service must have computed, too.
    ///
    /// It has the token, but no secret.
    public let baseString: [UInt8]
    /// The signature, not percent-encoded.
    ///
    /// - Important: With PLAINTEXT this is the secrets themselves.
    public let signature: String
}

extension OAuth1SignedRequest {
    /// A request that carries a token of another scheme, and is not signed.
    package init(unsigned request: HTTPRequest, body: [UInt8]?, nonce: OAuth1Nonce, timestamp: Int64) {
        self.init(
            request: request,
            body: body,
            nonce: nonce,
            timestamp: timestamp,
            baseString: [],
            signature: ""
        )
    }
}

extension HTTPRequest {
    /// Creates a request from an absolute http or https URL, whose bytes stay as they are.
    ///
    /// A fragment is dropped, as it is never sent.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - absoluteURL: The URL.
    ///   - headerFields: The header fields.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidURL`` if the URL is not absolute, has spaces or
    ///   control characters, or user information.
    public init(
        method: HTTPRequest.Method,
        absoluteURL: String,
        headerFields: HTTPFields = [:]
    ) throws(OAuth1Error) {
        let parts = try withBytes(of: absoluteURL) { url throws(OAuth1Error) in
            for index in url.indices where url[index] <= 0x20 || url[index] == 0x7F {
                throw OAuth1Error(
                    .invalidURL,
                    "the URL contains a space or control character: remove or percent-encode it"
                )
            }
            let parts = try AbsoluteURL(url)
            let scheme = try RequestScheme(url, in: parts.scheme)
            _ = try RequestAuthority(url, in: parts.authority, scheme: scheme)
            let target = RequestTarget(url, in: parts.target)
            let hasQuery = target.query.lowerBound > target.path.upperBound
            let end = hasQuery ? target.query.upperBound : target.path.upperBound
            return (
                scheme: scheme,
                authority: String(decoding: url.extracting(parts.authority)),
                target: String(decoding: url.extracting(target.path.lowerBound..<end))
            )
        }
        self.init(
            method: method,
            scheme: parts.scheme == .https ? "https" : "http",
            authority: parts.authority,
            path: parts.target.utf8.first == UInt8(ascii: "/") ? parts.target : "/" + parts.target,
            headerFields: headerFields
        )
    }
}
