//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// IPv4 and IPv6 addresses with a common prefix; IPv4 addresses count as the IPv6 addresses that represent them.
struct IPAddressRange: Sendable, Hashable {
    /// 16 bytes.
    private let bytes: [UInt8]
    private let prefixLength: Int

    /// Reads an address, or a prefix in CIDR notation such as `10.0.0.0/8`.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count <= 2, let first = parts.first, let bytes = Self.bytes(of: first) else { return nil }
        self.bytes = bytes
        guard parts.count == 2 else {
            prefixLength = 128
            return
        }
        let isIPv4 = !first.utf8.contains(UInt8(ascii: ":"))
        guard let length = Self.decimal(parts[1]), length <= (isIPv4 ? 32 : 128) else { return nil }
        prefixLength = isIPv4 ? length + 96 : length
    }

    /// Whether an address is in the range; texts that are not an address are not.
    func contains(_ address: String) -> Bool {
        // The zone says on which interface, as in fe80::1%eth0.
        let address = address.utf8.prefix { $0 != UInt8(ascii: "%") }
        guard let other = Self.bytes(of: Substring(address)) else { return false }
        return (0..<prefixLength)
            .allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                return bytes[bit / 8] & mask == other[bit / 8] & mask
            }
    }

    private static func bytes(of text: Substring) -> [UInt8]? {
        guard text.utf8.count <= 45 else { return nil }
        if let bytes = ipv4(text) { return [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + bytes }
        return ipv6(text)
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part in decimal(part).flatMap { UInt8(exactly: $0) } }
        return bytes.count == 4 ? bytes : nil
    }

    /// A number of up to three digits without leading zeros, which some take for octal.
    private static func decimal(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            text == "0" || text.first != "0"
        else {
            return nil
        }
        return Int(text)
    }

    private static func ipv6(_ text: Substring) -> [UInt8]? {
        let characters = Array(text.utf8)
        let colon = UInt8(ascii: ":")
        let gaps = characters.indices.dropLast().filter { characters[$0] == colon && characters[$0 + 1] == colon }
        guard gaps.count <= 1 else { return nil }
        guard let gap = gaps.first else {
            let bytes = groups(characters[...])
            return bytes?.count == 16 ? bytes : nil
        }
        guard let head = groups(characters[..<gap], mayEndInIPv4: false), let tail = groups(characters[(gap + 2)...]),
            head.count + tail.count <= 14
        else {
            return nil
        }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Groups of up to four hexadecimal digits, of which the last may be an IPv4 address.
    private static func groups(_ characters: ArraySlice<UInt8>, mayEndInIPv4: Bool = true) -> [UInt8]? {
        guard !characters.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = characters.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let text = Substring(decoding: part, as: UTF8.self)
            if mayEndInIPv4, index + 1 == parts.count, let address = ipv4(text) {
                bytes += address
                continue
            }
            let isHexadecimal = part.allSatisfy { Character(UnicodeScalar($0)).isHexDigit && $0 < 0x80 }
            guard (1...4).contains(part.count), isHexadecimal, let group = UInt16(text, radix: 16) else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return bytes
    }
}
