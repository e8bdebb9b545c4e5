//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The machine that a proxy names as the one that sent it a request (RFC 7239 section 6).
enum ForwardedNode {
    /// The IP address, without brackets and port, or `nil` if the node is not an address.
    ///
    /// Whether the address is valid is for its reader to check: `unknown` and `_hidden` are returned as they are.
    ///
    /// - Parameters:
    ///   - text: The node, without quotes.
    ///   - allowsBareIPv6: Whether an IPv6 address may be without brackets, as in `X-Forwarded-For`; it has no port then.
    /// - Returns: The address.
    static func address(in text: String, allowsBareIPv6: Bool) -> String? {
        let (bytes, colon) = (text.utf8, UInt8(ascii: ":"))
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let address = bytes[..<end].dropFirst()
            let rest = bytes[end...].dropFirst()
            guard address.contains(colon), rest.isEmpty || rest.first == colon else { return nil }
            return String(decoding: address, as: UTF8.self)
        }
        guard let first = bytes.firstIndex(of: colon) else { return text }
        if bytes[first...].dropFirst().contains(colon) { return allowsBareIPv6 ? text : nil }
        return String(decoding: bytes[..<first], as: UTF8.self)
    }
}
