//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension HTTPRequest {
    /// Creates a request whose target no HTTP library needs to mend before it sends it.
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
    ///   elsewhere, or would be mended on its way, so that something other than what was signed is sent.
    public var wireURL: String {
        get throws(OAuth1ClientError) {
            let path = path ?? "/"
            let url = "\(scheme ?? "https")://\(authority ?? "")"
            guard path.utf8.first == UInt8(ascii: "/"), WireURL.isValid(path) else {
                throw OAuth1ClientError(
                    .invalidConfiguration,
                    "the path has bytes that a URL can't have, or no slash in front: HTTP libraries would send "
                        + "something other than what was signed; make the request with HTTPRequest(_:wireURL:)"
                )
            }
            do {
                // Judged by the rules of the signer, which the library's own need not be.
                _ = try HTTPRequest(method: method, absoluteURL: url)
            } catch {
                throw OAuth1ClientError(.invalidConfiguration, "the scheme or the host can't be used", cause: error)
            }
            return url + path
        }
    }
}

/// What a URL needs before it is signed and sent.
enum WireURL {
    /// Percent-encodes what RFC 3986 allows in neither path nor query; the authority stays as it is.
    static func encodingInvalidBytes(_ url: String) -> String {
        let bytes = Array(URLReference(url).withoutFragment.utf8)
        // Behind `scheme://authority`; a URL that is not absolute is left to whoever judges it.
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return url
        }
        let target =
            bytes[(colon + 3)...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.endIndex
        guard bytes[target...].indices.contains(where: { !isValid(bytes, at: $0) }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var result = Array(bytes[..<target])
        for index in bytes[target...].indices {
            if isValid(bytes, at: index) {
                result.append(bytes[index])
            } else {
                result.append(contentsOf: "%".utf8)
                result.append(contentsOf: hex(bytes[index] >> 4))
                result.append(contentsOf: hex(bytes[index] & 0xF))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends parameters to the query of a URL and leaves its other bytes as they are; a fragment stays last.
    static func appending(_ parameters: OAuth1Parameters, to url: String) -> String {
        parameters.isEmpty ? url : URLReference(url).appendingToQuery(parameters.formEncodedString)
    }

    /// Tells whether a request target has only what RFC 3986 allows in it.
    static func isValid(_ target: String) -> Bool {
        let bytes = Array(target.utf8)
        return bytes.indices.allSatisfy { isValid(bytes, at: $0) }
    }

    private static func isValid(_ bytes: [UInt8], at index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "%"):
            index + 2 < bytes.count && isHexDigit(bytes[index + 1]) && isHexDigit(bytes[index + 2])
        default:
            "-._~!$&'()*+,;=:@/?".utf8.contains(bytes[index])
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
