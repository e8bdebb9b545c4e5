//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

extension OAuth1Diagnosis {
    /// A request as it was sent, read from a text: a raw HTTP request, a curl command, or an entry of an HTTP archive.
    ///
    /// The bytes of target, fields and body stay as they are in the text. The work is linear in its length.
    public struct CapturedRequest: Sendable, Hashable {
        /// The request.
        public var request: HTTPRequest
        /// The body, or `nil` if there is none.
        public var body: [UInt8]?
        /// The time at which it was sent, in seconds since 1970, or `nil` if the text does not have it.
        public var time: Int64?

        /// The largest text that is read, in bytes.
        public static let maximumBytes = 4 * 1_048_576
        /// The most header fields that are read.
        static let maximumFields = 256
    }
}

extension OAuth1Diagnosis.CapturedRequest {
    /// Reads a request from a text, whose first characters show the format.
    ///
    /// - Parameters:
    ///   - text: A raw HTTP request (RFC 9112) or what `curl -v` shows of one, a curl command, or JSON: an HTTP archive (HAR
    ///     1.2) with one signed request, an entry, or its request. At most ``maximumBytes`` are read.
    ///   - scheme: `https` or `http`, for a text that does not have it.
    /// - Throws: ``OAuth1Diagnosis/CaptureError`` if the text is something else, or larger than the limit.
    public init(_ text: [UInt8], scheme: String = "https") throws(OAuth1Diagnosis.CaptureError) {
        guard text.count <= Self.maximumBytes else {
            throw OAuth1Diagnosis.CaptureError("the request is larger than the limit of \(Self.maximumBytes) bytes")
        }
        let start = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        if start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") {
            self = try HARRequest.read(Array(start), scheme: scheme)
        } else if CurlRequest.isCurl(start) {
            self = try CurlRequest.read(String(decoding: start, as: UTF8.self))
        } else if start.isEmpty {
            throw OAuth1Diagnosis.CaptureError(
                "the input is empty: expected a raw HTTP request, a curl command or a HAR entry"
            )
        } else {
            self = try RawRequest.read(start, scheme: scheme)
        }
    }

    /// Whether a text starts with a curl command.
    ///
    /// - Parameter text: The text.
    /// - Returns: Whether it does.
    package static func isCurlCommand(_ text: [UInt8]) -> Bool { CurlRequest.isCurl(text[...]) }

    /// Creates a request from a method and a URL, whose bytes stay as they are.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - url: The URL as it was sent. User information and fragment are left out.
    ///   - scheme: The scheme for a URL that has none.
    /// - Throws: ``OAuth1Diagnosis/CaptureError`` if the method or the URL is invalid.
    public init(method: String, url: String, scheme: String) throws(OAuth1Diagnosis.CaptureError) {
        guard let method = HTTPRequest.Method(method) else {
            throw OAuth1Diagnosis.CaptureError("the method is not valid: expected GET or POST, for example")
        }
        let url = url.utf8.split(separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)[0]
        var (found, rest) = (scheme, Substring(url))
        // The query can have another URL.
        let isScheme: (UInt8) -> Bool = { PercentEncoding.isLetterOrDigit($0) || "+-.".utf8.contains($0) }
        if let range = rest.firstRange(of: "://"), rest[..<range.lowerBound].utf8.allSatisfy(isScheme) {
            found = rest[..<range.lowerBound].lowercased()
            rest = rest[range.upperBound...]
        }
        guard found == "http" || found == "https" else {
            throw OAuth1Diagnosis.CaptureError(
                "the URL has the scheme \(String(found.prefix(20)).debugDescription): expected http or https"
            )
        }
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        var authority = rest[..<end]
        // User information is not part of what is sent as the host.
        if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
            authority = authority[authority.utf8.index(after: at)...]
        }
        guard !authority.isEmpty else { throw OAuth1Diagnosis.CaptureError("the URL has no host") }
        let target = rest[end...]
        request = HTTPRequest(
            method: method,
            scheme: found,
            authority: String(authority),
            path: target.hasPrefix("/") ? String(target) : "/\(target)"
        )
    }

    /// Adds a header field; those that only HTTP/2 has are skipped.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value; spaces at both ends are removed.
    /// - Throws: ``OAuth1Diagnosis/CaptureError`` if the name is invalid, or there are too many fields.
    public mutating func add(_ name: some StringProtocol, _ value: some StringProtocol) throws(OAuth1Diagnosis
        .CaptureError)
    {
        guard !name.hasPrefix(":") else { return }
        guard let field = HTTPField.Name(String(name)) else {
            throw OAuth1Diagnosis.CaptureError(
                "the name of the header field \(String(name.prefix(40)).debugDescription) is not valid"
            )
        }
        guard request.headerFields.count < Self.maximumFields else {
            throw OAuth1Diagnosis.CaptureError("the request has more than \(Self.maximumFields) header fields")
        }
        request.headerFields.append(HTTPField(name: field, value: value.trimmingSpaces))
    }
}

extension StringProtocol {
    /// The text without spaces and tabs at both ends.
    package var trimmingSpaces: String {
        let bytes = Array(utf8)
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
