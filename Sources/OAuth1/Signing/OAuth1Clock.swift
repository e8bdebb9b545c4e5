//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Where timestamps come from.
public protocol OAuth1Clock: Sendable {
    /// The time.
    ///
    /// - Returns: Whole seconds since 1 January 1970 00:00:00 GMT (RFC 5849 section 3.3).
    func now() -> Int64
}

/// The operating system's clock.
public struct OAuth1SystemClock: OAuth1Clock {
    /// Creates the clock.
    public init() {}

    /// The time of the operating system.
    ///
    /// - Returns: Whole seconds since 1 January 1970 00:00:00 GMT.
    public func now() -> Int64 {
        // On Linux the new second comes some milliseconds late, as this does not read the processor's counter.
        Int64(time(nil))
    }
}
