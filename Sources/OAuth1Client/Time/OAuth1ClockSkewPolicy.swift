//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Whether the service's time is learned when it rejects a timestamp.
///
/// A rejection contains the time in `oauth_acceptable_timestamps` (Problem Reporting extension) or the Date field. The call is
/// then sent once more, and all additional ones to that host have the service's time, counted on by a clock that nobody
/// sets. Timestamps to a host never go backwards, as some services insist, unless the service itself says that they
/// were ahead, or this machine's clock is set back by more than five minutes.
public struct OAuth1ClockSkewPolicy: Sendable, Hashable {
    /// How far the service's time may be from this machine's; other times are ignored.
    public var maximumOffset: Duration

    /// Creates a policy.
    ///
    /// - Parameter maximumOffset: How far the service's time may be from this machine's, by default a day.
    public init(maximumOffset: Duration = .seconds(86_400)) {
        self.maximumOffset = maximumOffset
    }

    /// The service's time is learned, up to a day from this machine's.
    public static let learned = OAuth1ClockSkewPolicy()
    /// Timestamps are those of the configured clock, whatever the service says.
    public static let none = OAuth1ClockSkewPolicy(maximumOffset: .zero)
}
