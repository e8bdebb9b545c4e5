//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Lends a buffer for the time of a call: on the stack when it is small, on the heap when it is not.
@inline(__always)
func withScratch<Element: BitwiseCopyable, Result, Failure: Error>(
    of type: Element.Type = Element.self,
    capacity: Int,
    _ body: (inout OutputSpan<Element>) throws(Failure) -> Result
) throws(Failure) -> Result {
    try unsafe withUnsafeTemporaryAllocation(of: type, capacity: capacity) { buffer throws(Failure) in
        var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        return try body(&output)
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
    init<Failure: Error>(
        capacity: Int,
        _ initialize: (inout OutputSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        self = []
        try append(addingCapacity: capacity, initializingWith: initialize)
    }
}

extension String {
    /// Creates a string from at most `capacity` bytes of ASCII or UTF-8, filled by a closure, in one allocation.
    @inline(__always)
    init(utf8Capacity capacity: Int, _ initialize: (inout OutputSpan<UInt8>) -> Void) {
        self = unsafe String(unsafeUninitializedCapacity: capacity) { buffer in
            var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
            initialize(&output)
            return unsafe output.finalize(for: buffer)
        }
    }
}
