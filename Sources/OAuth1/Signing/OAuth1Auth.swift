//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// Signs the requests of an HTTP client that the application already has, without any session.
///
/// Make one for each token and keep it. The modules of the transports add what signs their library's own requests:
/// `URLRequest` in `OAuth1URLSession`, `HTTPClientRequest` and SwiftNIO's `HTTPRequestHead` in `OAuth1AsyncHTTPClient`.
/// Send the result unchanged and only once: sign a request again before you retry it.
public struct OAuth1Auth: Sendable, CustomStringConvertible {
    /// The signer.
    public let signer: OAuth1Signer

    /// Creates an instance for one client and one token.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - token: The token, or `nil` for requests without one.
    ///   - method: How requests are signed.
    ///   - configuration: The configuration for all requests.
    public init(
        client: OAuth1ClientCredentials,
        token: (any OAuth1Token)? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration()
    ) {
        self.signer = OAuth1Signer(client: client, token: token, method: method, configuration: configuration)
    }

    /// The consumer key, the token and the method; no secret.
    public var description: String { "OAuth1Auth(\(signer))" }

    /// Signs a request of swift-http-types.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme and authority.
    ///   - body: The body exactly as it will be sent, or `nil` if there is none or it is neither a form nor hashed.
    ///   - options: Signing options for this request.
    /// - Returns: The request to send, with its body.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    public func sign(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws(OAuth1Error) -> OAuth1SignedRequest {
        try signer.sign(request, body: body, options)
    }
}
