//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Compares a callback with those that a client registered (RFC 5849 section 2.1).
struct CallbackMatcher {
    private let client: OAuth1RegisteredClient

    init(_ client: OAuth1RegisteredClient) {
        self.client = client
    }

    /// Whether the callback is one of the registered ones, as far as the client's options go.
    func isRegistered(_ callback: String) -> Bool {
        if client.callbacks.contains(where: { $0.hasSameBytes(as: callback) }) { return true }
        guard client.callbackMatching != .exact, let parts = Parts(callback) else { return false }
        return client.callbacks.contains { registered in
            Parts(registered).map { matches(parts, $0) } ?? false
        }
    }

    private func matches(_ callback: Parts, _ registered: Parts) -> Bool {
        callback.scheme == registered.scheme && callback.fragment == registered.fragment
            && hasSameAuthority(callback, registered) && hasSameQuery(callback, registered)
            && hasSamePath(callback, registered)
    }

    private func hasSameAuthority(_ callback: Parts, _ registered: Parts) -> Bool {
        if callback.authority == registered.authority { return true }
        guard client.callbackMatching.contains(.anyLoopbackPort), callback.scheme == "http" else { return false }
        return ["127.0.0.1", "[::1]"]
            .contains { host in
                registered.hasHost(host) && callback.hasHost(host)
            }
    }

    private func hasSameQuery(_ callback: Parts, _ registered: Parts) -> Bool {
        if callback.query == registered.query { return true }
        guard client.callbackMatching.contains(.anyQuery) else { return false }
        return !CallbackQuery(callback.query ?? "").mayHaveProtocolParameters
    }

    private func hasSamePath(_ callback: Parts, _ registered: Parts) -> Bool {
        if callback.path == registered.path { return true }
        guard client.callbackMatching.contains(.pathPrefix), let rest = callback.path(below: registered.path) else {
            return false
        }
        return rest.isEmpty || callback.hasPlainPath
    }
}

/// The parts of a callback, compared byte for byte.
private struct Parts {
    let scheme: String
    /// The text between `//` and the path, or `nil` if there is none.
    let authority: String?
    let path: String
    let query: String?
    let fragment: String?

    /// Splits an absolute URI.
    init?(_ url: String) {
        guard CallbackRules.scheme(of: url) != nil, let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        let reference = URLReference(url)
        // As it is written: another case is another spelling.
        scheme = String(url[..<colon])
        query = reference.query
        fragment = reference.fragment
        let rest = reference.base.utf8.dropFirst(scheme.utf8.count + 1)
        guard rest.starts(with: "//".utf8) else {
            authority = nil
            path = String(decoding: rest, as: UTF8.self)
            return
        }
        let text = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
        authority = String(decoding: text, as: UTF8.self)
        path = String(decoding: rest.dropFirst(2 + text.count), as: UTF8.self)
    }

    /// Whether the authority is a host with any port or none.
    func hasHost(_ host: String) -> Bool {
        guard let authority, authority.utf8.starts(with: host.utf8) else { return false }
        let rest = authority.utf8.dropFirst(host.utf8.count)
        if rest.isEmpty { return true }
        let digits = rest.dropFirst()
        return rest.first == UInt8(ascii: ":") && (1...5).contains(digits.count) && digits.first != UInt8(ascii: "0")
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && UInt16(String(decoding: digits, as: UTF8.self)) != nil
    }

    /// The part of the path under another path, or `nil` if it is not under it.
    func path(below parent: String) -> Substring.UTF8View? {
        guard path.utf8.starts(with: parent.utf8), parent.utf8.first ?? UInt8(ascii: "/") == UInt8(ascii: "/"),
            !parent.isEmpty || authority != nil
        else {
            return nil
        }
        let rest = path.utf8.dropFirst(parent.utf8.count)
        let isBoundary = parent.utf8.last == UInt8(ascii: "/") || rest.first == UInt8(ascii: "/")
        return rest.isEmpty || isBoundary ? Substring(rest).utf8 : nil
    }

    /// Whether every server reads the path as it is written: each segment is a name, and no escape hides a delimiter.
    var hasPlainPath: Bool {
        let segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            // A slash at the end is a segment, too, and names nothing.
            if segment.isEmpty, index + 1 == segments.count { continue }
            guard !segment.isEmpty, let name = Parts.decoded(segment),
                !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8),
                !name.contains(where: Parts.isDelimiter)
            else {
                return false
            }
            // Bytes that are no UTF-8 could be an overlong spelling of a dot or a slash.
            guard String(decoding: name, as: UTF8.self).utf8.elementsEqual(name) else { return false }
        }
        return true
    }

    /// The bytes that a segment represents, or `nil` if an escape is none.
    private static func decoded(_ segment: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = segment[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Characters that end a segment, start its parameters, or could be decoded once more.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x1F, 0x7F, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: "%"),
            UInt8(ascii: "?"), UInt8(ascii: "#"):
            true
        default: false
        }
    }
}
