//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The value of `oauth_nonce`: used once with one timestamp, client and token (RFC 5849 section 3.3).
public struct OAuth1Nonce: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    enum Storage: Sendable, Hashable {
        case bits(high: UInt64, low: UInt64)
        /// A text, and whether it has unreserved characters only, so that it is its own encoding.
        case text(String, isUnreserved: Bool)
    }

    let storage: Storage

    /// Creates a nonce of 128 bits, written as 32 hex digits.
    ///
    /// - Parameters:
    ///   - high: The first 64 bits.
    ///   - low: The last 64 bits.
    public init(high: UInt64, low: UInt64) {
        storage = .bits(high: high, low: low)
    }

    /// Creates a nonce from text.
    ///
    /// - Parameter text: The text of the nonce.
    public init(_ text: String) {
        let isUnreserved = withBytes(of: text) { $0.endOfUnreserved(from: 0, before: $0.count) == $0.count }
        storage = .text(text, isUnreserved: isUnreserved)
    }

    /// Creates a nonce from a literal.
    ///
    /// - Parameter value: The text of the nonce.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text of the nonce.
    public var description: String {
        switch storage {
        case .text(let text, _): text
        case .bits(let high, let low):
            String(utf8Capacity: 32) { output in
                OAuth1Nonce.append(high, to: &output)
                OAuth1Nonce.append(low, to: &output)
            }
        }
    }

    /// The most bytes that the percent-encoded text can have.
    var encodedCapacity: Int {
        switch storage {
        case .bits: 32
        case .text(let text, let isUnreserved): (isUnreserved ? 1 : 5) * text.utf8.count
        }
    }

    /// Appends the percent-encoded text.
    @inline(__always)
    func append(to output: inout ByteWriter, _ depth: EncodingDepth) {
        switch storage {
        case .bits(let high, let low):
            OAuth1Nonce.append(high, to: &output)
            OAuth1Nonce.append(low, to: &output)
        case .text(let text, isUnreserved: true):
            withBytes(of: text) { output.append($0) }
        case .text(let text, isUnreserved: false):
            output.appendEncoded(text, depth)
        }
    }

    @inline(__always)
    private static func append(_ bits: UInt64, to output: inout ByteWriter) {
        output.batch(atMost: 16) { batch in
            batch.append(hexDigits(of: UInt32(truncatingIfNeeded: bits &>> 32)))
            batch.append(hexDigits(of: UInt32(truncatingIfNeeded: bits)))
        }
    }

    /// The eight hex digits of 32 bits in eight bytes, computed together.
    @inline(__always)
    private static func hexDigits(of bits: UInt32) -> UInt64 {
        // Half of the bits moves away from the other half, until each byte has four of them.
        var nibbles = UInt64(bits)
        nibbles = (nibbles | nibbles &<< 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles &<< 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles &<< 4) & 0x0F0F_0F0F_0F0F_0F0F
        // Ten or more, and six, is sixteen or more. The letters are 39 places after where the digits would continue.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let areLetters = (nibbles &+ 6 &* ones) &>> 4 & ones
        return nibbles &+ UInt64(UInt8(ascii: "0")) &* ones &+ 39 &* areLetters
    }
}

/// Where nonces come from.
public protocol OAuth1NonceSource: Sendable {
    /// Makes a nonce that was not there before.
    ///
    /// - Returns: The nonce.
    func makeNonce() -> OAuth1Nonce
}

/// Nonces of 128 bits from the operating system's random number generator.
public struct OAuth1RandomNonceSource: OAuth1NonceSource {
    /// Creates the source.
    ///
    /// All share one pool of random bytes.
    public init() {}

    /// Makes a nonce of 128 random bits.
    ///
    /// - Returns: The nonce.
    public func makeNonce() -> OAuth1Nonce {
        let (high, low) = RandomPool.shared.withLock { $0.next() }
        return OAuth1Nonce(high: high, low: low)
    }
}

/// Random bits fetched from the operating system 16 nonces at a time: a system call for each costs more than a hash.
private struct RandomPool: ~Copyable {
    static let shared = Mutex(RandomPool())

    /// 256 bytes, the most that one `getentropy` gives.
    private var words = [UInt64](repeating: 0, count: 32)
    private var used = 32

    mutating func next() -> (UInt64, UInt64) {
        if used == words.count {
            refill()
            used = 0
        }
        let bits = (words[used], words[used &+ 1])
        // Nonces that were returned do not stay in memory.
        words[used] = 0
        words[used &+ 1] = 0
        used &+= 2
        return bits
    }

    private mutating func refill() {
        let isFilled = unsafe words.withUnsafeMutableBytes { bytes in
            guard let address = bytes.baseAddress else { return false }
            return unsafe getentropy(address, bytes.count) == 0
        }
        guard !isFilled else { return }
        // Kernels without the system call: the standard library's generator knows other ways.
        var generator = SystemRandomNumberGenerator()
        for index in words.indices { words[index] = generator.next() }
    }
}
