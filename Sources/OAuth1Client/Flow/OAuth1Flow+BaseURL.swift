//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension OAuth1Flow {
    /// Builds a request for a call, whose URL may be relative to the base URL of the options.
    ///
    /// `account/settings` goes below the path of the base URL, `/account` replaces it, and an empty text is the base URL
    /// itself. No relative URL leaves the base's scheme, host and port, and none has the segments `.` and `..`, which
    /// HTTP libraries would remove after signing.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - url: The URL. What RFC 3986 does not allow in it is percent-encoded.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The request, which is signed and sent unchanged.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/invalidConfiguration``.
    public func request(
        _ method: HTTPRequest.Method,
        _ url: String,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws(OAuth1ClientError) -> HTTPRequest {
        func request(_ url: String) throws(OAuth1ClientError) -> HTTPRequest {
            do {
                return try HTTPRequest(method, wireURL: url, parameters: parameters, headerFields: headerFields)
            } catch {
                throw OAuth1ClientError.invalidURL(error, .call, url)
            }
        }
        guard let baseURL = options.baseURL, !OAuth1Flow.hasScheme(url) else { return try request(url) }
        let resolved = try OAuth1Flow.resolve(url, on: baseURL)
        let (call, base) = (try request(resolved), try request(baseURL))
        guard call.hasSameOrigin(as: base) else {
            throw OAuth1Flow.invalidPath(
                "the path leads to a host other than the base URL's",
                "Pass an absolute URL instead"
            )
        }
        return call
    }

    private static func invalidPath(_ reason: String, _ suggestion: String) -> OAuth1ClientError {
        OAuth1ClientError(.invalidConfiguration, reason, recoverySuggestion: suggestion, step: .call)
    }

    private static func hasScheme(_ url: String) -> Bool {
        let scheme = url.utf8.prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return !scheme.isEmpty && url.utf8.dropFirst(scheme.count).starts(with: "://".utf8)
    }

    /// Appends a relative URL to its base.
    private static func resolve(_ url: String, on baseURL: String) throws(OAuth1ClientError) -> String {
        let base = URLReference(baseURL)
        guard base.query == nil, base.fragment == nil, hasScheme(baseURL) else {
            throw OAuth1Flow.invalidPath(
                "expected an absolute base URL without query and fragment",
                "Set baseURL of OAuth1FlowOptions to a URL such as https://api.example.com/v1"
            )
        }
        let bytes = Array(url.utf8)
        guard !bytes.starts(with: "//".utf8), !bytes.starts(with: "/\\".utf8) else {
            throw OAuth1Flow.invalidPath(
                "expected an absolute URL or a path, got a text that starts with two slashes",
                "Remove one slash, or write a scheme before them: two slashes are followed by a host"
            )
        }
        guard !URLReference(url).hasDotSegments else {
            throw OAuth1Flow.invalidPath(
                "expected a path without the segments . and ..",
                "Write the path without them: HTTP libraries remove them after signing, which breaks the signature"
            )
        }
        if bytes.first == UInt8(ascii: "/") { return origin(of: base.base) + url }
        if bytes.isEmpty || bytes.first == UInt8(ascii: "?") || bytes.first == UInt8(ascii: "#") {
            return base.base + url
        }
        return base.base + (base.base.utf8.last == UInt8(ascii: "/") ? "" : "/") + url
    }

    /// Scheme and authority of an absolute URL.
    private static func origin(of url: String) -> String {
        let bytes = Array(url.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return url }
        let authority = min(colon + 3, bytes.count)
        let end = bytes[authority...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
