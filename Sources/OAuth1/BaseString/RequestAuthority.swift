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
            throw OAuth1Error(.invalidURL, "expected the scheme http or https")
        }
    }

    var defaultPort: Int {
        switch self {
        case .http: 80
        case .https: 443
        }
    }

    /// How the base string URI starts, percent-encoded.
    @inline(__always)
    var encodedPrefix: StaticString {
        switch self {
        case .http: "http%3A%2F%2F"
        case .https: "https%3A%2F%2F"
        }
    }
}

extension Span where Element == UInt8 {
    /// Returns whether the text in `range` is `literal`, which is in lower case, in whatever case.
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
    @inlinable package var asciiLowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

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
        var end = range.lowerBound
        if end < range.upperBound, text[end] == UInt8(ascii: "[") {
            // The colons of an IPv6 address end no host.
            while end < range.upperBound, RequestAuthority.canBeInHost(text[end], isAddress: true) { end &+= 1 }
            guard end < range.upperBound, text[end] == UInt8(ascii: "]") else {
                throw RequestAuthority.failure(text, end..<range.upperBound, of: range)
            }
            end &+= 1
        } else {
            while true {
                end = text.endOfUnreserved(from: end, before: range.upperBound)
                guard end < range.upperBound, RequestAuthority.canBeInHost(text[end], isAddress: false) else { break }
                end &+= 1
            }
        }
        self.host = range.lowerBound..<end
        guard end < range.upperBound || host.isEmpty else { return }
        guard end < range.upperBound, text[end] == UInt8(ascii: ":"), !host.isEmpty else {
            throw RequestAuthority.failure(text, end..<range.upperBound, of: range)
        }
        let port = (end + 1)..<range.upperBound
        guard !port.isEmpty else { return }
        var number = 0
        for position in port {
            let digit = text[position] &- UInt8(ascii: "0")
            number = number * 10 + Int(digit)
            guard digit < 10, number <= 65_535 else { throw RequestAuthority.failure(text, end..<end, of: range) }
        }
        guard number > 0 else { throw RequestAuthority.failure(text, end..<end, of: range) }
        // Compared as a number: `:0443` is the default port of https, too.
        if number != scheme.defaultPort { self.port = port }
    }

    /// Whether a byte can be in a registered name, or between the brackets of an address (RFC 3986 section 3.2.2).
    ///
    /// Without percent-encoding, which no host on the wire has. If it were accepted, an HTTP library could read
    /// as the end of the host or as another one.
    @inline(__always)
    private static func canBeInHost(_ byte: UInt8, isAddress: Bool) -> Bool {
        if PercentEncoding.isUnreserved(byte) { return true }
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&")...UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "="):
            return true
        case UInt8(ascii: ":"), UInt8(ascii: "["):
            return isAddress
        default:
            return false
        }
    }

    /// Why an authority is none, judged by what is where its host ends; nothing is there if the port is wrong.
    private static func failure(_ text: Span<UInt8>, _ rest: Range<Int>, of range: Range<Int>) -> OAuth1Error {
        if text.firstIndex(of: UInt8(ascii: "@"), in: range) < range.upperBound {
            return OAuth1Error(
                .invalidURL,
                "the URL has user information (user:password@), which a Host header cannot contain: remove it"
            )
        }
        guard let position = rest.first else {
            let isPort = rest.lowerBound < range.upperBound
            return OAuth1Error(
                .invalidAuthority,
                isPort
                    ? "the port is not a number from 1 to 65535"
                    : "the host is missing or incomplete: expected one as in the Host header"
            )
        }
        switch text[position] {
        case 0...0x20, 0x7F:
            return OAuth1Error(.invalidAuthority, "the host has a space or control character")
        case 0x80...:
            return OAuth1Error(
                .invalidAuthority,
                "the host has non-ASCII characters: write it in Punycode (xn--…)"
            )
        case UInt8(ascii: "%") where text[range.lowerBound] == UInt8(ascii: "["):
            return OAuth1Error(.invalidAuthority, "an IPv6 zone identifier can't be in a Host header")
        case UInt8(ascii: ":"):
            return OAuth1Error(.invalidAuthority, "the host is missing: expected one as in the Host header")
        default:
            return OAuth1Error(.invalidAuthority, "the host has a character that a host cannot contain")
        }
    }

    /// Whether the host is this machine: `localhost`, `127.0.0.0/8` written in full, or `[::1]`.
    ///
    /// Nothing that a resolver or a lenient parser could take for another host counts.
    func isLoopback(_ text: Span<UInt8>) -> Bool {
        if text.isEqual(host, ignoringCase: "localhost") || text.isEqual(host, ignoringCase: "[::1]") { return true }
        guard host.count > 4, text.isEqual(host.lowerBound..<(host.lowerBound + 4), ignoringCase: "127.") else {
            return false
        }
        var (dots, digits, value) = (0, 0, 0)
        for position in host {
            if text[position] == UInt8(ascii: "."), digits > 0 {
                dots += 1
                (digits, value) = (0, 0)
            } else {
                let digit = text[position] &- UInt8(ascii: "0")
                value = value * 10 + Int(digit)
                digits += 1
                guard digit < 10, value <= 255 else { return false }
            }
        }
        return dots == 3 && digits > 0
    }
}
