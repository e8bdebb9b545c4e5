//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

/// The parts of a URL or a request target that its delimiters make (RFC 3986 section 3), none of them changed.
///
/// Split byte by byte: as `Character`s, a delimiter before a combining mark would not be found.
package struct URLReference: Sendable {
    /// All in front of the query: scheme, authority and path, as far as they are there.
    package let base: String
    /// The query without its question mark, or `nil` if there is none.
    package let query: String?
    /// The fragment without its number sign, or `nil` if there is none.
    package let fragment: String?

    /// Splits a URL or a request target.
    package init(_ text: String) {
        (base, query, fragment) = withBytes(of: text) { bytes in
            func text(_ range: Range<Int>) -> String {
                String(decoding: bytes.extracting(range))
            }
            let fragmentStart = bytes.firstIndex(of: UInt8(ascii: "#"), in: 0..<bytes.count)
            let target = RequestTarget(bytes, in: 0..<bytes.count)
            return (
                base: text(target.path),
                query: target.path.upperBound < fragmentStart ? text(target.query) : nil,
                fragment: fragmentStart < bytes.count ? text((fragmentStart + 1)..<bytes.count) : nil
            )
        }
    }

    /// The text with more at the end of its query, every other byte as it was and a fragment still the last.
    ///
    /// - Parameter text: Encoded pairs.
    /// - Returns: The URL or request target.
    package func appendingToQuery(_ text: String) -> String {
        let query = query ?? ""
        let separator = query.isEmpty || query.utf8.last == UInt8(ascii: "&") ? "" : "&"
        return base + "?" + query + separator + text + (fragment.map { "#" + $0 } ?? "")
    }

    /// Whether the path has segments that mean this or the parent folder (RFC 3986 section 3.3), escaped or not.
    package var hasDotSegments: Bool {
        base.utf8.split(separator: UInt8(ascii: "/"))
            .contains { segment in
                // Each dot has three bytes at most; most segments need no closer look.
                segment.count <= 6
                    && [".", ".."].contains(Substring(segment).lowercased().replacing("%2e", with: "."))
            }
    }

    /// The text without its fragment, which is never sent.
    package var withoutFragment: String { base + (query.map { "?" + $0 } ?? "") }
}

extension HTTPRequest {
    /// The request target, split; an absent one is `/`.
    package var targetReference: URLReference { URLReference(path ?? "/") }

    /// A Host field, which takes the place of the authority on the wire.
    package var hostField: String? { HTTPRequest.hostFieldName.flatMap { headerFields[$0] } }

    /// How many Host fields there are: none in most requests, whose host is their authority.
    package var hostFieldCount: Int {
        guard let name = HTTPRequest.hostFieldName, headerFields.contains(name) else { return 0 }
        return headerFields[values: name].count
    }

    /// The name of the Host field.
    package static let hostFieldName = HTTPField.Name("Host")

    /// The host in lower case, without port, or `nil` if the authority is none.
    package var hostName: String? { origin?.host }

    /// The host that is signed, in lower case and without port: that of a Host field, if there is one.
    package var signedHostName: String? { origin(authority: hostField ?? authority)?.host }

    /// Whether a Host field names the origin that the authority names, if there are both.
    package var hasOneOrigin: Bool {
        guard let hostField, let authority, hostField != authority else { return true }
        guard let field = origin(authority: hostField), let own = origin(authority: authority) else { return false }
        return field == own
    }

    /// The port that the request goes to, or `nil` if its authority is not a host.
    package var portNumber: Int? { origin.map { $0.port ?? ($0.scheme == .https ? 443 : 80) } }

    /// Whether both requests go to the same scheme, host and port.
    ///
    /// - Parameter other: The other request.
    /// - Returns: Whether they do; an invalid URL has no origin.
    package func hasSameOrigin(as other: HTTPRequest) -> Bool {
        guard let origin, let otherOrigin = other.origin else { return false }
        return origin == otherOrigin
    }

    /// Scheme, host and port, the default port as none.
    private var origin: (scheme: RequestScheme, host: String, port: Int?)? { origin(authority: authority) }

    private func origin(authority: String?) -> (scheme: RequestScheme, host: String, port: Int?)? {
        guard let scheme, let authority else { return nil }
        return try? HTTPRequest.withAuthority(authority, scheme: scheme) { scheme, parts, text in
            let host = String(utf8Capacity: parts.host.count) { output in
                for position in parts.host { output.append(text[position].asciiLowercased) }
            }
            return (scheme, host, parts.port.flatMap { Int(String(decoding: text.extracting($0))) })
        }
    }

    /// Judges scheme and authority by the rules of the signer, which those of an HTTP library need not be.
    ///
    /// - Throws: ``OAuth1Error`` if they can't be signed; an absent scheme is https.
    package func checkOrigin() throws(OAuth1Error) {
        try HTTPRequest.withAuthority(authority ?? "", scheme: scheme ?? "https") { _, _, _ in }
    }

    /// Lends scheme and authority as the signer reads them, with the authority's text, which its parts are ranges of.
    ///
    /// - Throws: ``OAuth1Error`` if they can't be signed.
    private static func withAuthority<Value>(
        _ authority: String,
        scheme: String,
        _ body: (RequestScheme, RequestAuthority, Span<UInt8>) -> Value
    ) throws(OAuth1Error) -> Value {
        let scheme = try withBytes(of: scheme) { text throws(OAuth1Error) in
            try RequestScheme(text, in: 0..<text.count)
        }
        return try withBytes(of: authority) { text throws(OAuth1Error) in
            body(scheme, try RequestAuthority(text, in: 0..<text.count, scheme: scheme), text)
        }
    }

    /// Whether the request goes by TLS, or does not leave this machine (RFC 5849 sections 2.1 and 4).
    package var isConfidential: Bool {
        let scheme = scheme
        return scheme == "https" || scheme?.lowercased() == "https" || isForThisMachine
    }

    /// Whether the request names this machine as its host (RFC 8252 section 7.3), and does not leave it.
    package var isForThisMachine: Bool {
        // Both where it goes and what it names, if that differs.
        switch (authority, hostField) {
        case (let authority?, let host?): return HTTPRequest.isLoopback(authority) && HTTPRequest.isLoopback(host)
        case (let host?, nil), (nil, let host?): return HTTPRequest.isLoopback(host)
        case (nil, nil): return false
        }
    }

    /// Whether an authority is this machine; an invalid authority is not.
    private static func isLoopback(_ authority: String) -> Bool {
        (try? withAuthority(authority, scheme: "http") { _, parts, text in parts.isLoopback(text) }) ?? false
    }
}
