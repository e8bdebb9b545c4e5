//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// How long a service requires its clients to wait (RFC 9110 section 10.2.3).
enum RetryAfter {
    /// The longest wait that is believed, in seconds: whatever is counted with it can't overflow.
    private static let maximumSeconds: Int64 = 1 << 40

    /// The wait, or `nil` if the service does not say.
    ///
    /// - Parameters:
    ///   - fields: The header fields of the response: `Retry-After` (RFC 9110 section 10.2.3), or `x-rate-limit-reset`,
    ///     with which X says when the next period of its rate limit starts.
    ///   - now: The time in seconds since 1970, or `nil` if it is not known: then only a number of seconds is read.
    /// - Returns: The wait.
    static func delay(_ fields: HTTPFields, now: Int64?) -> Duration? {
        if let name = HTTPField.Name("Retry-After"), let value = fields[name] {
            if let seconds = Int64(value), 0...maximumSeconds ~= seconds { return .seconds(seconds) }
            return wait(until: HTTPDate.seconds(value), now)
        }
        guard let name = HTTPField.Name("x-rate-limit-reset"), let value = fields[name] else { return nil }
        return wait(until: Int64(value).flatMap { 0...maximumSeconds ~= $0 ? $0 : nil }, now)
    }

    /// The wait by the service's clock: dates are compared with the time at which the response was sent.
    static func delay(_ fields: HTTPFields) -> Duration? {
        delay(fields, now: fields[.date].flatMap { HTTPDate.seconds($0) })
    }

    private static func wait(until time: Int64?, _ now: Int64?) -> Duration? {
        guard let time, let now else { return nil }
        return .seconds(max(0, time - now))
    }
}

/// The date format of HTTP (RFC 9110 section 5.6.7), without the two that are obsolete.
///
/// Foundation's own reader of it is newer than the systems that this package runs on.
enum HTTPDate {
    /// The seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8.prefix(30))
        // The place of each part is fixed.
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].allSatisfy(\.isASCIIDigit) ? Int64(String(decoding: bytes[range], as: UTF8.self)) : nil
        }
        guard bytes.count == 29, bytes[0..<3].allSatisfy(\.isASCIILetter), bytes[3..<5].elementsEqual(", ".utf8),
            [7, 11, 16].allSatisfy({ bytes[$0] == 0x20 }), [19, 22].allSatisfy({ bytes[$0] == UInt8(ascii: ":") }),
            bytes[25..<29].elementsEqual(" GMT".utf8),
            let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self)),
            let day = number(5..<7), let year = number(12..<16), let hour = number(17..<19),
            let minute = number(20..<22), let second = number(23..<25),
            1...31 ~= day, hour < 24, minute < 60, second < 61
        else {
            return nil
        }
        let days = CalendarDays.since1970(year: year, month: Int64(month + 1), day: day)
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
