//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Addresses that are not those of public servers: this machine, its networks, and those with special meanings.
enum PrivateAddress {
    /// The number of leading bits of an address that decide, and these bits.
    private struct Block {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ address: [UInt8]) -> Bool {
            for index in 0..<bits where (address[index / 8] ^ bytes[index / 8]) & (0x80 >> UInt8(index % 8)) != 0 {
                return false
            }
            return true
        }
    }

    /// RFC 6890 and its updates, and multicast.
    private static let blocks4: [Block] = [
        Block(bytes: [0], bits: 8), Block(bytes: [10], bits: 8), Block(bytes: [100, 64], bits: 10),
        Block(bytes: [127], bits: 8), Block(bytes: [169, 254], bits: 16), Block(bytes: [172, 16], bits: 12),
        Block(bytes: [192, 0, 0], bits: 24), Block(bytes: [192, 168], bits: 16), Block(bytes: [198, 18], bits: 15),
        Block(bytes: [224], bits: 3),
    ]

    private static let blocks6: [Block] = [
        // Unspecified and loopback addresses differ in the last bit only.
        Block(bytes: [UInt8](repeating: 0, count: 16), bits: 127),
        Block(bytes: [0xFC], bits: 7), Block(bytes: [0xFE, 0x80], bits: 10), Block(bytes: [0xFE, 0xC0], bits: 10),
        Block(bytes: [0xFF], bits: 8),
    ]

    /// The prefixes after which an IPv4 address follows: mapped, compatible, and translated (RFC 6052).
    private static let embedding: [[UInt8]] = [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [UInt8](repeating: 0, count: 12),
        [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0],
    ]

    /// Whether a host is such an address, in any form that a resolver takes for one, or names this machine.
    ///
    /// - Parameter host: A host name or an address; an IPv6 address with or without brackets.
    /// - Returns: Whether it is; a name of another kind is not, whatever it resolves to.
    static func isPrivate(host: String) -> Bool {
        var text = host.lowercased()
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        while text.hasSuffix(".") { text.removeLast() }
        if text == "localhost" || text.hasSuffix(".localhost") { return true }
        if let bytes = address6(text) { return isPrivate(bytes) }
        if let bytes = address4(text) { return isPrivate(bytes) }
        return false
    }

    /// Whether the bytes of an IPv4 or IPv6 address are those of a private one.
    private static func isPrivate(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return blocks4.contains { $0.contains(bytes) } }
        if blocks6.contains(where: { $0.contains(bytes) }) { return true }
        if embedding.contains(where: { bytes.starts(with: $0) }) { return isPrivate(Array(bytes[12...])) }
        // 6to4 has the address of its router after the first two bytes.
        return bytes.starts(with: [0x20, 0x02]) && isPrivate(Array(bytes[2..<6]))
    }

    private static func address6(_ text: String) -> [UInt8]? {
        // A zone is the machine's own network.
        let address = String(text.prefix { $0 != "%" })
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, address, &bytes) == 1 ? bytes : nil
    }

    /// Reads an address in the forms that resolvers accept: also one number, fewer parts, octal and hexadecimal.
    private static func address4(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        let numbers = parts.compactMap { number($0) }
        guard numbers.count == parts.count, let last = numbers.last else { return nil }
        let lastBits = UInt64(8 * (5 - numbers.count))
        guard numbers.dropLast().allSatisfy({ $0 < 256 }), last < 1 << lastBits else { return nil }
        var value = last
        for (index, number) in numbers.dropLast().enumerated() { value |= number << UInt64(24 - 8 * index) }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        if text.hasPrefix("0x") { return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        return text.count > 1 && text.hasPrefix("0") ? UInt64(text, radix: 8) : UInt64(text)
    }
}
#endif
