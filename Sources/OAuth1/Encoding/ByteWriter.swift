//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Appends bytes to a buffer that somebody else owns, checking each time that there is room.
///
/// The standard library's `OutputSpan` is the same for elements of every kind, and costs twice as much for single
/// bytes: the compiler takes each byte that is written for a possible change of the count.
@safe
struct ByteWriter: ~Copyable, ~Escapable {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes are written.
    private(set) var count: Int

    /// Creates a writer for a buffer of which the first `count` bytes are written.
    @unsafe
    @inline(__always)
    @_lifetime(borrow buffer)
    init(_ buffer: borrowing UnsafeMutableBufferPointer<UInt8>, count: Int = 0) {
        unsafe self.buffer = copy buffer
        self.count = count
    }

    /// The bytes written so far.
    var span: Span<UInt8> {
        @inline(__always)
        @_lifetime(borrow self)
        get {
            let written = unsafe UnsafeBufferPointer(start: buffer.baseAddress, count: count)
            return unsafe _overrideLifetime(written.span, borrowing: self)
        }
    }

    /// Appends what a closure appends, at most so many bytes, for which the room is checked once and not for each.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func batch(atMost capacity: Int, _ body: (inout ByteBatch) -> Void) {
        unsafe precondition(capacity <= buffer.count &- count, "output buffer too small")
        guard let start = unsafe buffer.baseAddress else { return }
        var batch = unsafe ByteBatch(end: start + count)
        body(&batch)
        let end = unsafe batch.end - start
        precondition(end &- count <= capacity, "a batch wrote more than it said")
        count = end
    }

    /// Appends a byte.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func append(_ byte: UInt8) {
        unsafe precondition(count < buffer.count, "output buffer too small")
        unsafe buffer[count] = byte
        count &+= 1
    }

    /// Appends bytes as they are.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe precondition(bytes.count <= buffer.count &- count, "output buffer too small")
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = unsafe buffer.baseAddress, let source = source.baseAddress else { return }
            unsafe (start + count).initialize(from: source, count: bytes.count)
        }
        count &+= bytes.count
    }

    /// Appends the characters of a literal as they are.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func append(_ literal: StaticString) {
        append(literal.span)
    }

    /// Replaces everything from a position on.
    @_lifetime(self: copy self)
    mutating func replace(from position: Int, with bytes: Span<UInt8>) {
        removeAll(from: position)
        append(bytes)
    }

    /// Removes everything from a position on.
    @_lifetime(self: copy self)
    mutating func removeAll(from position: Int) {
        precondition(position <= count, "nothing is written there")
        count = position
    }

    /// Appends a number in decimal digits.
    @_lifetime(self: copy self)
    mutating func appendDecimal(_ number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        let digitCount = ByteWriter.digitCount(number.magnitude)
        unsafe precondition(digitCount <= buffer.count &- count, "output buffer too small")
        let pairs = ByteWriter.digitPairs.span
        var left = number.magnitude
        var index = count &+ digitCount
        count = index
        // Two at a time: each division waits for the one before it.
        while left >= 100 {
            let pair = 2 &* Int(left % 100)
            left /= 100
            index &-= 2
            unsafe buffer[index] = pairs[pair]
            unsafe buffer[index &+ 1] = pairs[pair &+ 1]
        }
        if left >= 10 {
            index &-= 2
            unsafe buffer[index] = pairs[2 &* Int(left)]
            unsafe buffer[index &+ 1] = pairs[2 &* Int(left) &+ 1]
        } else {
            unsafe buffer[index &- 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: left)
        }
    }

    /// The digits of the numbers from 00 to 99.
    private static let digitPairs: StaticString = """
        0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
        5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """

    @inline(__always)
    private static func digitCount(_ number: UInt64) -> Int {
        // The times from 2001 to 2286.
        if 1_000_000_000...9_999_999_999 ~= number { return 10 }
        var digitCount = 1
        var power: UInt64 = 10
        // No number of 64 bits has more than 20 digits, for which the table has no power.
        while number >= power, digitCount < 20 {
            power &*= 10
            digitCount &+= 1
        }
        return digitCount
    }
}

/// Bytes on their way into a `ByteWriter`, which has checked that there is room.
@safe
struct ByteBatch: ~Copyable, ~Escapable {
    fileprivate var end: UnsafeMutablePointer<UInt8>

    @unsafe
    @inline(__always)
    @_lifetime(borrow end)
    fileprivate init(end: borrowing UnsafeMutablePointer<UInt8>) {
        unsafe self.end = copy end
    }

    /// Appends a byte.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func append(_ byte: UInt8) {
        unsafe end.initialize(to: byte)
        unsafe end += 1
    }

    /// Appends the eight bytes of a number, the most significant first.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func append(_ bytes: UInt64) {
        unsafe UnsafeMutableRawPointer(end).storeBytes(of: bytes.bigEndian, as: UInt64.self)
        unsafe end += 8
    }

    /// Appends bytes from `index` on as long as they are unreserved characters, moves `index` after them, and returns
    /// whether there is another byte.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendUnreserved(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
        // One count for both places makes this loop short, and most of the time is spent here.
        let rest = bytes.extracting(index...)
        var length = 0
        while length < rest.count {
            let byte = rest[length]
            guard PercentEncoding.isUnreserved(byte) else { break }
            unsafe end[length] = byte
            length &+= 1
        }
        unsafe end += length
        index &+= length
        return length < rest.count
    }

    /// Appends a byte, percent-encoded.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendEncoded(_ byte: UInt8, _ depth: EncodingDepth) {
        if PercentEncoding.isUnreserved(byte) {
            append(byte)
        } else {
            appendEscape(of: byte, depth)
        }
    }

    /// Appends the escape of a byte.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func appendEscape(of byte: UInt8, _ depth: EncodingDepth) {
        append(UInt8(ascii: "%"))
        if depth == .twice {
            append(UInt8(ascii: "2"))
            append(UInt8(ascii: "5"))
        }
        append(PercentEncoding.hexDigit(byte &>> 4))
        append(PercentEncoding.hexDigit(byte))
    }
}
