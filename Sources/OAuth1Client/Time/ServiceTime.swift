//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The service's clock according to a rejection.
enum ServiceTime {
    /// How far the Date field must be off for a rejection that names no reason to be put down to the clock, in seconds.
    ///
    /// Five minutes are what most services allow.
    private static let suspiciousOffset: Int64 = 300
    /// How far it must be off for a rejection that speaks of a timestamp in words, in seconds.
    private static let namedOffset: Int64 = 30
    /// The searched part of a body.
    private static let searchedBytes = 4_096

    /// The service's time in seconds since 1970, or `nil` if the timestamp is not what the service rejected.
    static func read(_ response: OAuth1Response, refusing timestamp: Int64) -> Int64? {
        guard [400, 401, 403].contains(response.status.code) else { return nil }
        let report = response.report
        if let range = report["oauth_acceptable_timestamps"].flatMap(acceptable) {
            guard !range.contains(timestamp) else { return nil }
            // The range need not have the service's time in its middle: it may reach far back, and start later after a restart.
            if let date = date(response), range.contains(date) { return date }
            return range.lowerBound + (range.upperBound - range.lowerBound) / 2
        }
        guard let date = date(response) else { return nil }
        let offset = (date - timestamp).magnitude
        // A clock that is right can't be corrected: the service rejects for another reason than it says.
        if report["oauth_problem"] == "timestamp_refused" { return offset > 1 ? date : nil }
        // Words can mean something else, and so can a rejection without any: only a clock that is far off explains them.
        guard report.isEmpty else { return nil }
        let namesTimestamp = namesTimestamp(response)
        guard namesTimestamp || response.status == .unauthorized else { return nil }
        return offset > (namesTimestamp ? namedOffset : suspiciousOffset).magnitude ? date : nil
    }

    /// The verdict of a response on the request's timestamp.
    enum Verdict {
        /// The response is about something other than the timestamp.
        case accepted
        /// The timestamp may be what the service rejects.
        case inDoubt
        /// Nothing: an overloaded or broken service may not have checked it.
        case unknown
    }

    /// The verdict of a response on the timestamp.
    static func verdict(_ response: OAuth1Response) -> Verdict {
        switch response.status.code {
        case 200..<400: return .accepted
        case 429, 500...: return .unknown
        case 401: break
        default: guard namesTimestamp(response) else { return .accepted }
        }
        let isOtherProblem = response.report["oauth_problem"].map { $0 != "timestamp_refused" } ?? false
        return isOtherProblem ? .accepted : .inDoubt
    }

    /// The range of `oauth_acceptable_timestamps`, as in `137131200-137131800`.
    private static func acceptable(_ text: String) -> ClosedRange<Int64>? {
        // Two numbers of 19 digits at most.
        guard text.utf8.count <= 39 else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        // Times that no clock shows would overflow what is counted with them.
        guard ends.count == 2, let first = ends[0], let last = ends[1], 0...(1 << 40) ~= first, 0...(1 << 40) ~= last,
            first <= last
        else {
            return nil
        }
        return first...last
    }

    /// The Date field, unless it is that of an answer from a cache.
    private static func date(_ response: OAuth1Response) -> Int64? {
        guard response.head.headerFields[.age].map({ $0 == "0" }) ?? true else { return nil }
        return response.head.headerFields[.date].flatMap(HTTPDate.seconds)
    }

    /// Whether the body rejects the timestamp in the words that services have for it.
    private static func namesTimestamp(_ response: OAuth1Response) -> Bool {
        let text = ReadingLimits.beginning(of: response.body, upTo: searchedBytes)
        var (namesParameter, namesTimestamp, namesReason) = (false, false, false)
        var index = text.startIndex
        while index < text.endIndex {
            let start = index
            while index < text.endIndex, text[index].isASCIILetter || text[index] == UInt8(ascii: "_") { index += 1 }
            let word = text[start..<index]
            switch word.count {
            case 0: index += 1
            case 9 where word.hasText("timestamp", at: start): namesTimestamp = true
            case 15 where word.hasText("oauth_timestamp", at: start): namesParameter = true
            case 3...7: namesReason = namesReason || reasons.contains { word.isText($0) }
            default: break
            }
        }
        // A status of 400 is an answer to any parameter, so that it must be this one.
        return namesReason && (namesParameter || (namesTimestamp && response.status != .badRequest))
    }

    /// The words with which services reject a timestamp.
    private static let reasons: [StaticString] = [
        "expired", "refused", "invalid", "bounds", "old", "future", "range", "window", "stale", "skew", "drift", "away",
    ]
}
