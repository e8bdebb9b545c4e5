//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// Proxies whose statement about the scheme and host of a request is believed.
///
/// ```swift
/// configuration.trustedProxies = try OAuth1TrustedProxies(["10.0.0.0/8", "::1"], field: .xForwarded)
/// ```
public struct OAuth1TrustedProxies: Sendable, Hashable {
    /// The header fields in which the proxies say it.
    ///
    /// Fields of the other kind are ignored, as a client may have sent them.
    public enum Field: Sendable, Hashable {
        /// `Forwarded` with `proto` and `host` (RFC 7239).
        case forwarded
        /// `X-Forwarded-Proto` and `X-Forwarded-Host`.
        case xForwarded
    }

    /// The header fields in which the proxies say it.
    public let field: Field
    private let ranges: [IPAddressRange]

    /// Trusts no proxy.
    public static let none = OAuth1TrustedProxies(field: .forwarded, ranges: [])

    /// Trusts the proxies at some addresses.
    ///
    /// With several proxies, one after the other, the nearest one is asked: its value is the last one.
    ///
    /// - Important: The proxies must set the fields on every request, in place of those that a client sent, or add theirs as the
    ///   last value. List only machines that do.
    /// - Parameters:
    ///   - addresses: IPv4 and IPv6 addresses, or prefixes in CIDR notation such as `10.0.0.0/8` and `fd00::/8`.
    ///   - field: The header fields in which the proxies say it.
    /// - Throws: `OAuth1Error` with code `invalidAuthority` if one of them can't be read.
    public init(_ addresses: [String], field: Field) throws(OAuth1Error) {
        var ranges: [IPAddressRange] = []
        for address in addresses {
            guard let range = IPAddressRange(address) else {
                throw OAuth1Error(
                    .invalidAuthority,
                    "a trusted proxy is neither an IP address nor a prefix such as 10.0.0.0/8: names are not supported"
                )
            }
            ranges.append(range)
        }
        self.init(field: field, ranges: ranges)
    }

    private init(field: Field, ranges: [IPAddressRange]) {
        self.field = field
        self.ranges = ranges
    }

    /// Whether no proxy is trusted.
    package var isEmpty: Bool { ranges.isEmpty }

    /// Returns whether a peer is one of the proxies.
    ///
    /// - Parameter address: The IP address from which a connection came.
    /// - Returns: Whether it is trusted.
    public func contains(_ address: String) -> Bool { ranges.contains { $0.contains(address) } }
}
