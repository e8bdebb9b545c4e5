//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// What a refusal tells about the service's clock.
enum ServiceTime {
    /// How far the Date field must be off for a refusal that names no reason to be put down to the clock, in seconds.
    ///
    /// Five minutes are what most services allow.
    private static let suspiciousOffset: Int64 = 300
    /// How far it must be off for a refusal that speaks of a timestamp in words, in seconds.
    private static let namedOffset: Int64 = 30
    /// What is searched of a body.
    private static let searchedBytes = 4_096

    /// The service's time in seconds since 1970, or `nil` if the timestamp is not what the service refused.
    static func read(_ response: OAuth1Response, refusing timestamp: Int64) -> Int64? {
        guard [400, 401, 403].contains(response.status.code) else { return nil }
        let problem = response.problem
        if let range = problem?.parameters["oauth_acceptable_timestamps"].flatMap(acceptable) {
            return range.contains(timestamp) ? nil : range.lowerBound + (range.upperBound - range.lowerBound) / 2
        }
        guard let date = date(response) else { return nil }
        let offset = (date - timestamp).magnitude
        // A clock that is right can't be corrected: the service refuses for another reason than it says.
        if problem?.code == "timestamp_refused" { return offset > 1 ? date : nil }
        // Words can mean something else, and so can a refusal without any: only a clock that is far off explains them.
        guard problem == nil, namesTimestamp(response) || response.status == .unauthorized else { return nil }
        return offset > (namesTimestamp(response) ? namedOffset : suspiciousOffset).magnitude ? date : nil
    }

    /// What an answer says of the timestamp that the request had.
    enum Verdict {
        /// Whatever the answer is about, it is not the timestamp.
        case accepted
        /// The timestamp may be what the service refuses.
        case inDoubt
        /// Nothing: whoever is overloaded or broken has perhaps not looked at it.
        case unknown
    }

    /// What an answer says of the timestamp.
    static func verdict(_ response: OAuth1Response) -> Verdict {
        switch response.status.code {
        case 200..<400: return .accepted
        case 429, 500...: return .unknown
        case 401: break
        default: guard namesTimestamp(response) else { return .accepted }
        }
        let isOtherProblem = response.problem.map { $0.code != "timestamp_refused" } ?? false
        return isOtherProblem ? .accepted : .inDoubt
    }

    /// The range of `oauth_acceptable_timestamps`, as in `137131200-137131800`.
    private static func acceptable(_ text: String) -> ClosedRange<Int64>? {
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

    /// Whether the body refuses the timestamp in the words that services have for it.
    private static func namesTimestamp(_ response: OAuth1Response) -> Bool {
        let text = String(decoding: response.body.prefix(searchedBytes), as: UTF8.self).lowercased()
        let words = Set(text.split { !$0.isLetter && $0 != "_" })
        // A status of 400 is an answer to any parameter, so that it must be this one.
        guard words.contains("oauth_timestamp") || (words.contains("timestamp") && response.status != .badRequest)
        else {
            return false
        }
        return !words.isDisjoint(with: [
            "expired", "refused", "invalid", "bounds", "old", "future", "range", "window", "stale", "skew", "drift",
            "away",
        ])
    }
}
