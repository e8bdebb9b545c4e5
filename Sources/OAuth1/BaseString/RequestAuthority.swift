//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A scheme as the base string needs it: its default port decides whether the port is signed.
enum RequestScheme: Sendable {
    case http
    case https

    /// Reads a scheme, in whatever case.
    @inline(__always)
    init(_ text: Span<UInt8>, in range: Range<Int>) throws(OAuth1Error) {
        if text.isEqual(range, ignoringCase: "https") {
            self = .https
        } else if text.isEqual(range, ignoringCase: "http") {
            self = .http
        } else {
            throw OAuth1Error(.invalidURL, "expected the scheme http or https (RFC 5849 section 3.4.1.2)")
        }
    }

    var defaultPort: Int {
        switch self {
        case .http: 80
        case .https: 443
        }
    }

    /// How the base string URI begins, percent-encoded.
    @inline(__always)
    var encodedPrefix: StaticString {
        switch self {
        case .http: "http%3A%2F%2F"
        case .https: "https%3A%2F%2F"
        }
    }
}

extension Span where Element == UInt8 {
    /// Tells whether the text in `range` is `literal`, which is in lower case, in whatever case.
    @inline(__always)
    func isEqual(_ range: Range<Int>, ignoringCase literal: StaticString) -> Bool {
        let expected = literal.span
        guard range.count == expected.count else { return false }
        for offset in 0..<expected.count where self[range.lowerBound &+ offset].asciiLowercased != expected[offset] {
            return false
        }
        return true
    }
}

extension UInt8 {
    /// The letter in lower case; any other byte as it is.
    @inline(__always)
    var asciiLowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

    /// The letter in upper case; any other byte as it is.
    @inline(__always)
    var asciiUppercased: UInt8 { self &- UInt8(ascii: "a") < 26 ? self & ~0x20 : self }
}

/// The places of host and port in an authority, the value of a Host header (RFC 5849 section 3.4.1.2).
struct RequestAuthority {
    var host: Range<Int>
    /// The port, or `nil` when there is none or it is the scheme's default.
    var port: Range<Int>?

    init(_ text: Span<UInt8>, in range: Range<Int>, scheme: RequestScheme) throws(OAuth1Error) {
        var colon = range.upperBound
        var index = range.lowerBound
        var bracket = -1
        while index < range.upperBound {
            switch text[index] {
            case let byte where PercentEncoding.isUnreserved(byte):
                break
            case UInt8(ascii: "@"):
                throw OAuth1Error(
                    .invalidURL,
                    "the URL has user information (user:password@), which is no part of a Host header: remove it"
                )
            case UInt8(ascii: ":") where bracket < 0 || text[bracket] == UInt8(ascii: "]"):
                if colon == range.upperBound { colon = index }
            case UInt8(ascii: "["), UInt8(ascii: "]"):
                bracket = index
            case UInt8(ascii: "%") where bracket >= 0:
                throw OAuth1Error(.invalidAuthority, "an IPv6 zone identifier can't be in a Host header")
            case 0...0x20, 0x7F:
                throw OAuth1Error(.invalidAuthority, "the host has a space or control character")
            default:
                break
            }
            index &+= 1
        }
        self.host = range.lowerBound..<colon
        guard !host.isEmpty else {
            throw OAuth1Error(.invalidAuthority, "the host is missing: expected one, as in the Host header")
        }
        guard colon + 1 < range.upperBound else { return }
        let port = (colon + 1)..<range.upperBound
        var number = 0
        for position in port {
            let digit = text[position] &- UInt8(ascii: "0")
            number = number * 10 + Int(digit)
            guard digit < 10, number <= 65_535 else {
                throw OAuth1Error(.invalidAuthority, "the port is not a number from 1 to 65535")
            }
        }
        guard number > 0 else {
            throw OAuth1Error(.invalidAuthority, "the port is not a number from 1 to 65535")
        }
        // Compared as a number: `:0443` is the default port of https, too.
        if number != scheme.defaultPort { self.port = port }
    }
}
