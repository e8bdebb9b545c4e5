//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The timestamps that a provider accepts at a moment (RFC 5849 section 3.3).
///
/// The window reaches far into the past, for requests that are on their way for a while, and a little into the future, for
/// clients whose clock is ahead.
public struct OAuth1TimestampWindow: Sendable, Hashable {
    /// The time, in seconds since 1970.
    public let now: Int64
    /// The oldest timestamp, in seconds since 1970.
    public let earliest: Int64
    /// The latest timestamp, in seconds since 1970.
    public let latest: Int64

    /// Creates a window.
    ///
    /// - Parameters:
    ///   - now: The time, in seconds since 1970.
    ///   - past: How old a timestamp may be, in seconds; negative values count as 0.
    ///   - future: How far a timestamp may be ahead of the time, in seconds; negative values count as 0.
    public init(now: Int64, past: Int64 = 300, future: Int64 = 60) {
        self.now = now
        self.earliest = now - min(max(0, past), 1 << 40)
        self.latest = now + min(max(0, future), 1 << 40)
    }

    /// Returns whether a timestamp is in the window.
    ///
    /// - Parameter timestamp: The timestamp, in seconds since 1970.
    /// - Returns: Whether it is one of the accepted ones.
    public func contains(_ timestamp: Int64) -> Bool { earliest <= timestamp && timestamp <= latest }

    /// The last second in which a nonce must still be known: that in which its timestamp leaves the window.
    ///
    /// - Parameter timestamp: The timestamp of the nonce, in seconds since 1970.
    /// - Returns: The second, since 1970.
    public func lastSecond(of timestamp: Int64) -> Int64 { timestamp + (now - earliest) }

    /// The oldest timestamp that no request had until a moment: what a store answers whose memory started then.
    ///
    /// A request that was accepted before that moment was stamped at most ``latest`` minus ``now`` seconds after it.
    ///
    /// - Parameter start: When the memory started, in seconds since 1970.
    /// - Returns: The timestamp, in seconds since 1970.
    public func floor(ofMemorySince start: Int64) -> Int64 { start + (latest - now) + 1 }
}
