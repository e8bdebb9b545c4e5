//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Lends a buffer for the time of a call: on the stack when it is small, on the heap when it is not.
@inline(__always)
func withScratch<Element: BitwiseCopyable, Result, Failure: Error>(
    of type: Element.Type,
    capacity: Int,
    _ body: (inout OutputSpan<Element>) throws(Failure) -> Result
) throws(Failure) -> Result {
    try unsafe withUnsafeTemporaryAllocation(of: type, capacity: capacity) { buffer throws(Failure) in
        var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        return try body(&output)
    }
}

/// Lends a buffer of bytes for the time of a call.
@inline(__always)
func withScratch<Result, Failure: Error>(
    capacity: Int,
    _ body: (inout ByteWriter) throws(Failure) -> Result
) throws(Failure) -> Result {
    try unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer throws(Failure) in
        var writer = unsafe ByteWriter(buffer)
        return try body(&writer)
    }
}

/// Lends the UTF-8 bytes of a string without copying them.
@inline(__always)
func withBytes<Result, Failure: Error>(
    of string: String,
    _ body: (Span<UInt8>) throws(Failure) -> Result
) throws(Failure) -> Result {
    #if canImport(Darwin)
    // `String.utf8.span` needs the 2025 systems there; a native string is lent by `withUTF8` without a copy, too.
    var string = string
    return
        try unsafe string.withUTF8 { buffer in
            Swift.Result { () throws(Failure) in try unsafe body(buffer.span) }
        }
        .get()
    #else
    return try body(string.utf8.span)
    #endif
}

extension [UInt8] {
    /// Creates an array of at most `capacity` bytes, filled by a closure.
    @inline(__always)
    init(capacity: Int, _ initialize: (inout ByteWriter) -> Void) {
        // The standard library writes the count, zero, into the storage that all empty arrays of the process share.
        guard capacity > 0 else {
            self = []
            return
        }
        unsafe self.init(unsafeUninitializedCapacity: capacity) { buffer, count in
            var writer = unsafe ByteWriter(buffer)
            initialize(&writer)
            count = writer.count
        }
    }
}

extension String {
    /// Creates a string from bytes of UTF-8; invalid UTF-8 is replaced.
    @inline(__always)
    init(decoding bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Creates a string from at most `capacity` bytes of ASCII or UTF-8, filled by a closure, in one allocation.
    @inline(__always)
    init(utf8Capacity capacity: Int, _ initialize: (inout ByteWriter) -> Void) {
        self = unsafe String(unsafeUninitializedCapacity: capacity) { buffer in
            var writer = unsafe ByteWriter(buffer)
            initialize(&writer)
            return writer.count
        }
    }
}
