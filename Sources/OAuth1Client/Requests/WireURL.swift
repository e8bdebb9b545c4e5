//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension HTTPRequest {
    /// Creates a request whose target no HTTP library needs to correct before it sends it.
    ///
    /// Bytes that RFC 3986 does not allow in a path or query (spaces, quotes, brackets, anything that is not ASCII, a
    /// percent sign without hex digits) are percent-encoded here, before the request is signed: a library that did so
    /// later would send something other than what was signed. Everything else stays as it is. A fragment is dropped.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - wireURL: The absolute http or https URL.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: The header fields.
    /// - Throws: `OAuth1Error` if the URL is not absolute or has user information.
    public init(
        _ method: HTTPRequest.Method,
        wireURL: String,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws(OAuth1Error) {
        var url = WireURL.encodingInvalidBytes(wireURL)
        if !parameters.isEmpty { url = WireURL.appending(parameters, to: url) }
        try self.init(method: method, absoluteURL: url, headerFields: headerFields)
    }

    /// The URL of a request, for transports: put together from scheme, authority and path, none of them changed.
    ///
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/invalidConfiguration`` if the URL would lead
    ///   elsewhere, or would be changed by the library, so that something other than the signed request is sent.
    public var wireURL: String {
        get throws(OAuth1ClientError) {
            let path = path ?? "/"
            guard path.utf8.first == UInt8(ascii: "/"), WireURL.isValid(path) else {
                throw OAuth1ClientError(
                    .invalidConfiguration,
                    "the path contains bytes that are invalid in a URL, or does not start with a slash",
                    recoverySuggestion:
                        "Create the request with HTTPRequest(_:wireURL:), which encodes them before the request is "
                        + "signed: HTTP libraries encode them after signing"
                )
            }
            do {
                try checkOrigin()
            } catch {
                throw OAuth1ClientError.invalidURL(error, nil, "\(scheme ?? "https")://\(authority ?? "")\(path)")
            }
            return "\(scheme ?? "https")://\(authority ?? "")\(path)"
        }
    }
}

/// Encodes a URL before it is signed and sent.
enum WireURL {
    /// Percent-encodes what RFC 3986 allows in neither path nor query; the authority stays as it is.
    static func encodingInvalidBytes(_ url: String) -> String {
        withBytes(of: url) { bytes in
            let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
            // After `scheme://authority`; a relative URL is validated elsewhere.
            guard let target = startOfTarget(in: bytes[..<end]) else { return url }
            guard (target..<end).contains(where: { !isValid(bytes, at: $0, end: end) }) else {
                return end == bytes.endIndex ? url : String(decoding: bytes[..<end], as: UTF8.self)
            }
            var result = Array(bytes[..<target])
            for index in target..<end {
                if isValid(bytes, at: index, end: end) {
                    result.append(bytes[index])
                } else {
                    result.append(contentsOf: "%".utf8)
                    result.append(contentsOf: hex(bytes[index] >> 4))
                    result.append(contentsOf: hex(bytes[index] & 0xF))
                }
            }
            return String(decoding: result, as: UTF8.self)
        }
    }

    /// Where the authority of an absolute URL ends, or `nil` if it is not absolute.
    private static func startOfTarget(in url: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")), url[colon...].starts(with: "://".utf8) else {
            return nil
        }
        return url[(colon + 3)...]
            .firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            ?? url.endIndex
    }

    /// Appends parameters to the query of a URL and leaves its other bytes as they are; a fragment stays last.
    static func appending(_ parameters: OAuth1Parameters, to url: String) -> String {
        parameters.isEmpty ? url : URLReference(url).appendingToQuery(parameters.formEncodedString)
    }

    /// Returns whether a request target has only what RFC 3986 allows in it.
    static func isValid(_ target: String) -> Bool {
        withBytes(of: target) { bytes in
            bytes.indices.allSatisfy { isValid(bytes, at: $0, end: bytes.endIndex) }
        }
    }

    private static func withBytes<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = text
        return text.withUTF8(body)
    }

    private static func isValid(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, end: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "%"):
            index + 2 < end && isHexDigit(bytes[index + 1]) && isHexDigit(bytes[index + 2])
        // In the order of ASCII, so that it is one test of a bit: unreserved characters, sub-delimiters and `:@/?`.
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&")...UInt8(ascii: ";"), UInt8(ascii: "="),
            UInt8(ascii: "?")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }

    private static func hex(_ nibble: UInt8) -> String.UTF8View {
        String(nibble, radix: 16, uppercase: true).utf8
    }
}
