//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Host and port of a callback, as strict as the browsers that go there are lenient.
struct CallbackAuthority {
    let host: String?
    let port: Int?

    init(_ authority: Substring.UTF8View, isWeb: Bool) throws(CallbackDefect) {
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInformation }
        let isAddress = authority.first == UInt8(ascii: "[")
        let host: Substring.UTF8View
        if isAddress {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .invalidHost }
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != UInt8(ascii: ":") }
        }
        port = try CallbackAuthority.port(authority[host.endIndex...])
        // An application's scheme needs no authority: `myapp://` and `myapp:///path` are in use.
        guard !host.isEmpty || (!isWeb && port == nil) else { throw .noHost }
        guard host.isEmpty || CallbackAuthority.isHost(host, isAddress: isAddress, isWeb: isWeb) else {
            throw .invalidHost
        }
        self.host = host.isEmpty ? nil : Substring(host).lowercased()
    }

    /// Reads what follows the host: nothing, or a colon and a port.
    private static func port(_ text: Substring.UTF8View) throws(CallbackDefect) -> Int? {
        guard let first = text.first else { return nil }
        guard first == UInt8(ascii: ":") else { throw .invalidHost }
        let digits = text.dropFirst()
        guard digits.count <= 5, digits.allSatisfy(isDigit), let number = Int(Substring(digits)),
            (1...65_535).contains(number)
        else {
            throw .invalidPort
        }
        return number
    }

    private static func isHost(_ host: Substring.UTF8View, isAddress: Bool, isWeb: Bool) -> Bool {
        if isAddress { return isIPv6(host.dropFirst().dropLast()) }
        return isWeb ? isName(host) : host.allSatisfy(isInApplicationHost)
    }

    /// What RFC 3986 section 3.2.2 allows in a name, without percent-encoding.
    private static func isInApplicationHost(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "!$&'()*+,;=".utf8.contains(byte)
    }

    /// Whether a host is a DNS name, an underscore included, or an IPv4 address in four decimal numbers.
    private static func isName(_ host: Substring.UTF8View) -> Bool {
        var labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // The dot of the root.
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard host.count <= 253,
            labels.allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(isInLabel) })
        else {
            return false
        }
        // Browsers read a host whose last label is a number as an address, in octal or hex, with one to four parts.
        guard let last = labels.last, isNumber(last) else { return true }
        return isIPv4(host)
    }

    private static func isInLabel(_ byte: UInt8) -> Bool {
        switch byte.asciiLowercased {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isNumber(_ label: Substring.UTF8View) -> Bool {
        label.allSatisfy(isDigit) || Substring(label.prefix(2)).lowercased() == "0x"
    }

    private static func isIPv4(_ host: Substring.UTF8View) -> Bool {
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isDigit)
                    && (part.count == 1 || part.first != UInt8(ascii: "0"))
                    && Int(Substring(part)).map { $0 <= 255 } == true
            }
    }

    /// Whether a text is an IPv6 address (RFC 4291 section 2.2), without a zone.
    private static func isIPv6(_ address: Substring.UTF8View) -> Bool {
        var groups = address.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (3...9).contains(groups.count) else { return false }
        var count = groups.count
        if let last = groups.last, last.contains(UInt8(ascii: ".")) {
            guard isIPv4(last) else { return false }
            groups.removeLast()
            count += 1
        }
        // One run of zeros may be left out; at either end it leaves two empty groups.
        if groups.count > 1, groups[0].isEmpty {
            guard groups[1].isEmpty else { return false }
            groups.removeFirst()
            count -= 1
        }
        if address.last == UInt8(ascii: ":"), groups.count > 1 {
            guard groups[groups.count - 2].isEmpty else { return false }
            groups.removeLast()
            count -= 1
        }
        let runs = groups.count { $0.isEmpty }
        guard groups.allSatisfy({ $0.count <= 4 && $0.allSatisfy(isHexDigit) }) else { return false }
        return runs == 0 ? count == 8 : runs == 1 && count <= 8
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte.asciiLowercased)
    }
}
