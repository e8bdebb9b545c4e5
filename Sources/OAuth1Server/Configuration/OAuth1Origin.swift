//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// The scheme, the authority and the base path by which clients reach the service: what they sign (RFC 5849 section
/// 3.4.1.2).
public struct OAuth1Origin: Sendable, Hashable, CustomStringConvertible {
    /// The scheme, `http` or `https`.
    public let scheme: String
    /// The host, and the port if there is one.
    public let authority: String
    /// The path that a proxy takes away in front of every path, without a slash at its end; empty if there is none.
    public let basePath: String

    /// Reads an origin.
    ///
    /// - Parameter url: An absolute http or https URL without query, for example `https://api.example.com`, or
    ///   `https://example.org/api/v1` if a proxy takes `/api/v1` away before the server sees the path.
    /// - Throws: `OAuth1Error` with code `invalidURL` or `invalidAuthority`.
    public init(_ url: String) throws(OAuth1Error) {
        let request = try HTTPRequest(method: .get, absoluteURL: url)
        guard let scheme = request.scheme, let authority = request.authority, !url.utf8.contains(UInt8(ascii: "#")),
            !url.utf8.contains(UInt8(ascii: "?"))
        else {
            throw OAuth1Error(
                .invalidURL,
                "an external URL consists of scheme, host, port and base path: remove query and fragment"
            )
        }
        let path = request.targetReference
        guard !path.hasDotSegments, !path.base.utf8.contains(UInt8(ascii: "\\")), !path.base.contains("//") else {
            throw OAuth1Error(.invalidURL, "the base path of an external URL has empty or dot segments: remove them")
        }
        self.scheme = scheme
        self.authority = authority
        self.basePath = path.base.utf8.last == UInt8(ascii: "/") ? String(path.base.dropLast()) : path.base
    }

    /// The origin as a URL.
    public var description: String { "\(scheme)://\(authority)\(basePath)" }

    /// Whether an authority is this one, whatever its case and with the default port or without.
    func isAt(_ authority: String) -> Bool {
        let own = HTTPRequest(method: .get, scheme: scheme, authority: self.authority, path: nil)
        return own.hasSameOrigin(as: HTTPRequest(method: .get, scheme: scheme, authority: authority, path: nil))
    }

    /// The request as the client signed it.
    func apply(to request: HTTPRequest) -> HTTPRequest {
        var request = request
        request.scheme = scheme
        request.authority = authority
        // Put in front of anything but a path, the base path would make a path of it.
        let path = request.path ?? ""
        if !basePath.isEmpty,
            path.isEmpty || path.utf8.first == UInt8(ascii: "/") || path.utf8.first == UInt8(ascii: "?")
        {
            request.path = basePath + path
        }
        // A Host field would win over the authority.
        if let host = HTTPField.Name("Host") { request.headerFields[host] = nil }
        return request
    }
}
