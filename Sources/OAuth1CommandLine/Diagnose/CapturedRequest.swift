//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes

/// A request as it was sent, read from a text.
struct CapturedRequest: Equatable {
    var request: HTTPRequest
    var body: [UInt8]?
    /// The time at which it was sent, in seconds since 1970, if the text says so.
    var time: Int64?
}

/// Why a text is not a request that can be diagnosed.
struct CaptureError: Error, Equatable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

extension CapturedRequest {
    /// The largest text that is read.
    static let maximumBytes = 4 * 1_048_576
    /// The most header fields that are read.
    static let maximumFields = 256

    /// Reads a raw HTTP request, a curl command, or a HAR entry, which the first characters show; the scheme is for a request
    /// that does not say it.
    init(_ text: [UInt8], scheme: String) throws(CaptureError) {
        guard text.count <= CapturedRequest.maximumBytes else {
            throw CaptureError("the request is larger than the limit of \(CapturedRequest.maximumBytes) bytes")
        }
        let start = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        if start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") {
            self = try HARRequest.read(Array(start), scheme: scheme)
        } else if CurlRequest.isCurl(start) {
            self = try CurlRequest.read(String(decoding: start, as: UTF8.self))
        } else if start.isEmpty {
            throw CaptureError("the input is empty: expected a raw HTTP request, a curl command or a HAR entry")
        } else {
            self = try RawRequest.read(start, scheme: scheme)
        }
    }

    /// Creates a request from a method and a URL, whose bytes stay as they are; the scheme is for a URL that has none.
    init(method: String, url: String, scheme: String) throws(CaptureError) {
        guard let method = HTTPRequest.Method(method) else {
            throw CaptureError("the method is not valid: expected GET or POST, for example")
        }
        let url = url.utf8.split(separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)[0]
        var (found, rest) = (scheme, Substring(url))
        if let range = rest.firstRange(of: "://") {
            found = rest[..<range.lowerBound].lowercased()
            rest = rest[range.upperBound...]
        }
        guard found == "http" || found == "https" else {
            throw CaptureError(
                "the URL has the scheme \(String(found.prefix(20)).debugDescription): expected http or https"
            )
        }
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        var authority = rest[..<end]
        // User information is not part of what is sent as the host.
        if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
            authority = authority[authority.utf8.index(after: at)...]
        }
        guard !authority.isEmpty else { throw CaptureError("the URL has no host") }
        let target = rest[end...]
        request = HTTPRequest(
            method: method,
            scheme: found,
            authority: String(authority),
            path: target.hasPrefix("/") ? String(target) : "/\(target)"
        )
    }

    /// Adds a header field; those that only HTTP/2 has are skipped.
    mutating func add(_ name: some StringProtocol, _ value: some StringProtocol) throws(CaptureError) {
        guard !name.hasPrefix(":") else { return }
        guard let field = HTTPField.Name(String(name)) else {
            throw CaptureError("the name of the header field \(String(name.prefix(40)).debugDescription) is not valid")
        }
        guard request.headerFields.count < CapturedRequest.maximumFields else {
            throw CaptureError("the request has more than \(CapturedRequest.maximumFields) header fields")
        }
        request.headerFields.append(HTTPField(name: field, value: value.trimmingSpaces))
    }
}

extension StringProtocol {
    /// The text without spaces and tabs at both ends.
    var trimmingSpaces: String {
        let bytes = Array(utf8)
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
#endif
