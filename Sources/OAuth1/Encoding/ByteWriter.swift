//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Writes bytes into an output buffer from a position that the compiler can keep in a register.
///
/// `OutputSpan.append` keeps its count in memory, where each byte that is written might change it for all that the
/// compiler knows; appending a text byte by byte takes three times as long. Every write is checked all the same.
@safe
struct ByteWriter: ~Escapable {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes of the buffer are written.
    fileprivate(set) var count: Int

    @inline(__always)
    @_lifetime(borrow buffer)
    fileprivate init(_ buffer: borrowing UnsafeMutableBufferPointer<UInt8>, count: Int) {
        unsafe self.buffer = copy buffer
        self.count = count
    }

    /// Writes a byte.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write(_ byte: UInt8) {
        unsafe precondition(count < buffer.count, "output buffer too small")
        unsafe buffer[count] = byte
        count &+= 1
    }

    /// Writes bytes as they are.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func write(_ bytes: Span<UInt8>) {
        unsafe precondition(bytes.count <= buffer.count &- count, "output buffer too small")
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = unsafe buffer.baseAddress, let source = source.baseAddress else { return }
            unsafe (start + count).update(from: source, count: bytes.count)
        }
        count &+= bytes.count
    }

    /// Writes a byte, percent-encoded.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func writeEncoded(_ byte: UInt8, _ depth: EncodingDepth) {
        if PercentEncoding.isUnreserved(byte) {
            write(byte)
            return
        }
        write(UInt8(ascii: "%"))
        if depth == .twice {
            write(UInt8(ascii: "2"))
            write(UInt8(ascii: "5"))
        }
        write(PercentEncoding.hexDigit(byte &>> 4))
        write(PercentEncoding.hexDigit(byte & 0xF))
    }
}

extension ByteWriter {
    /// Writes a number in decimal digits.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func writeDecimal(_ number: UInt64) {
        var digitCount = 1
        var left = number
        while left >= 10 {
            left /= 10
            digitCount &+= 1
        }
        unsafe precondition(digitCount <= buffer.count &- count, "output buffer too small")
        left = number
        for index in stride(from: count &+ digitCount &- 1, through: count, by: -1) {
            unsafe buffer[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: left % 10)
            left /= 10
        }
        count &+= digitCount
    }
}

extension OutputSpan where Element == UInt8 {
    /// Appends what a closure writes.
    @inline(__always)
    mutating func write<Result>(_ body: (inout ByteWriter) -> Result) -> Result {
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            var writer = unsafe ByteWriter(buffer, count: count)
            defer { count = writer.count }
            return body(&writer)
        }
    }
}
