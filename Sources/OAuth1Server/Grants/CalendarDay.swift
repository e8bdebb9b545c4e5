//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A day of the Gregorian calendar in UTC, in words and for machines.
package struct CalendarDay: Sendable {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The day as in `2026-11-27`.
    package let iso8601: String
    /// The day as in `27 November 2026`.
    package let words: String

    /// Creates the day of a time.
    ///
    /// - Parameter seconds: The time, in seconds since 1970.
    package init(seconds: Int64) {
        iso8601 = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601.year().month().day())
        let parts = iso8601.split(separator: "-").compactMap { Int($0) }
        // Years before 0 or after 9999 are what a store with wrong times contains.
        words =
            parts.count == 3 && Self.months.indices.contains(parts[1] - 1)
            ? "\(parts[2]) \(Self.months[parts[1] - 1]) \(parts[0])" : iso8601
    }
}
