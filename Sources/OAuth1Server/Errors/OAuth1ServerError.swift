//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Why the provider rejects a request.
///
/// Never carries a secret, a signature, a verifier, a base string or a query. What a client may know of it is in the
/// response; the code here is for the provider's own logs.
public struct OAuth1ServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of rejection.
    public let code: Code
    /// The expected and the received value, and what to do.
    public let reason: String
    /// The protocol parameter that it is about, for instance `oauth_nonce`.
    public let parameter: String?
    /// Additional values of the response: acceptable timestamps, versions, methods.
    let details: OAuth1Parameters
    /// The client, once it is known, for the observer.
    private(set) var clientKey: String?
    /// What the request was for, if that is not the endpoint it was sent to, for the observer.
    private(set) var endpoint: OAuth1ServerEvent.Endpoint?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of rejection.
    ///   - reason: The expected and the received value, and what to do; no secrets.
    ///   - parameter: The protocol parameter that it is about.
    public init(_ code: Code, _ reason: String, parameter: String? = nil) {
        self.init(code, reason, parameter: parameter, details: [])
    }

    init(_ code: Code, _ reason: String, parameter: String?, details: OAuth1Parameters) {
        self.code = code
        self.reason = reason
        self.parameter = parameter
        self.details = details
    }

    /// The same error, with the client that it is about.
    func with(clientKey: String?) -> OAuth1ServerError {
        var error = self
        error.clientKey = clientKey
        return error
    }

    /// The same error, with what the request was for.
    func with(endpoint: OAuth1ServerEvent.Endpoint?) -> OAuth1ServerError {
        var error = self
        error.endpoint = endpoint ?? error.endpoint
        return error
    }

    /// The code and the reason.
    public var description: String { "\(code): \(reason)" }

    /// Two errors are equal when their codes and parameters are.
    public static func == (lhs: OAuth1ServerError, rhs: OAuth1ServerError) -> Bool {
        lhs.code == rhs.code && lhs.parameter == rhs.parameter
    }
}
