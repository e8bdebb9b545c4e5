//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// The scheme and the authority by which clients reach the service: what they sign (RFC 5849 section 3.4.1.2).
public struct OAuth1Origin: Sendable, Hashable, CustomStringConvertible {
    /// The scheme, `http` or `https`.
    public let scheme: String
    /// The host, and the port if there is one.
    public let authority: String

    /// Reads an origin.
    ///
    /// - Parameter url: An absolute http or https URL without path and query, for instance `https://api.example.com`.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidURL`` or ``OAuth1Error/Code/invalidAuthority``.
    public init(_ url: String) throws(OAuth1Error) {
        let request = try HTTPRequest(method: .get, absoluteURL: url)
        guard let scheme = request.scheme, let authority = request.authority, request.path == "/",
            !url.contains("#"), !url.contains("?")
        else {
            throw OAuth1Error(.invalidURL, "an origin has a scheme, a host and a port: remove path, query and fragment")
        }
        self.scheme = scheme
        self.authority = authority
    }

    /// The origin as a URL.
    public var description: String { "\(scheme)://\(authority)" }

    /// The request as the client signed it.
    func apply(to request: HTTPRequest) -> HTTPRequest {
        var request = request
        request.scheme = scheme
        request.authority = authority
        // A Host field would win over the authority.
        if let host = HTTPField.Name("Host") { request.headerFields[host] = nil }
        return request
    }
}
