//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension Span where Element == UInt8 {
    /// Compares bytes as they sort: less than, equal to or greater than zero.
    @inline(__always)
    func order(_ other: Span<UInt8>) -> Int {
        let shared = Swift.min(count, other.count)
        var offset = 0
        while shared &- offset >= 8 {
            let (lhs, rhs) = (word(at: offset), other.word(at: offset))
            if lhs != rhs { return lhs < rhs ? -1 : 1 }
            offset &+= 8
        }
        while offset < shared {
            let difference = Int(self[offset]) &- Int(other[offset])
            if difference != 0 { return difference }
            offset &+= 1
        }
        return count &- other.count
    }

    /// Returns whether the bytes are the same.
    @inline(__always)
    func isEqual(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else { return order(other) == 0 }
        var offset = 0
        while offset < count &- 8 {
            guard word(at: offset) == other.word(at: offset) else { return false }
            offset &+= 8
        }
        // The last eight overlap those before.
        return word(at: count &- 8) == other.word(at: count &- 8)
    }

    /// Returns whether the first bytes are those of a literal.
    @inline(__always)
    func begins(with literal: StaticString) -> Bool {
        count >= literal.utf8CodeUnitCount && extracting(0..<literal.utf8CodeUnitCount).isEqual(literal.span)
    }

    /// The first position from `start` on whose byte is not an unreserved character, or `end`.
    @inline(__always)
    func endOfUnreserved(from start: Int, before end: Int) -> Int {
        // Checked once, so that the loop needs no check for each byte.
        precondition(start >= 0 && end <= count, "no such bytes")
        var index = start
        while index < end, PercentEncoding.isUnreserved(self[index]) { index &+= 1 }
        return index
    }

    /// Eight bytes as the number that sorts as they do.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        UInt64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
