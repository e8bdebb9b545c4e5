//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// A day of the calendar, without a time and a time zone, such as `2026-12-31`.
    public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The year.
        public let year: Int
        /// The month, 1 to 12.
        public let month: Int
        /// The day of the month, from 1.
        public let day: Int

        /// Creates a day.
        ///
        /// ``OAuth1Service/validate()`` reports a day that does not exist.
        ///
        /// - Parameters:
        ///   - year: The year.
        ///   - month: The month, 1 to 12.
        ///   - day: The day of the month, from 1.
        public init(_ year: Int, _ month: Int, _ day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }

        /// Reads a day; fails if the text has another form or the day does not exist.
        ///
        /// - Parameter text: The day in the form `YYYY-MM-DD`.
        public init?(_ text: String) {
            let bytes = Array(text.utf8.prefix(11))
            func number(_ range: Range<Int>) -> Int? {
                bytes[range].allSatisfy(\.isASCIIDigit) ? Int(String(decoding: bytes[range], as: UTF8.self)) : nil
            }
            guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
                let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
            else {
                return nil
            }
            self.init(year, month, day)
            guard exists else { return nil }
        }

        /// Whether the calendar has this day, in the years 1970 to 9999.
        public var exists: Bool {
            guard 1970...9999 ~= year, 1...12 ~= month else { return false }
            return 1...Day.lengths(inLeapYear: Day.isLeap(year))[month - 1] ~= day
        }

        /// The day in the form `YYYY-MM-DD`.
        public var description: String {
            func digits(_ number: Int, _ count: Int) -> String {
                let text = String(number)
                return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
            }
            return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
        }

        /// Whether a day is before another one.
        public static func < (lhs: Day, rhs: Day) -> Bool {
            (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
        }

        /// The days since 1 January 1970, or 0 for a day that does not exist.
        var daysSince1970: Int64 {
            exists ? CalendarDays.since1970(year: Int64(year), month: Int64(month), day: Int64(day)) : 0
        }

        private static func isLeap(_ year: Int) -> Bool {
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        }

        private static func lengths(inLeapYear isLeap: Bool) -> [Int] {
            [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        }
    }
}

extension OAuth1Service.Day: Codable {
    /// Reads a day in the form `YYYY-MM-DD`.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = OAuth1Service.Day(text) else {
            throw OAuth1ServiceError(
                field: FieldPath.text(decoder.codingPath),
                expected: "a day that exists, in the form 2026-12-31",
                found: FieldPath.quoted(text)
            )
        }
        self = day
    }

    /// Writes the day in the form `YYYY-MM-DD`.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
