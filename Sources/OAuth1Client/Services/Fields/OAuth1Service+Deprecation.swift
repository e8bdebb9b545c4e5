//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// What a service plans for OAuth 1.0a, and when that was last checked.
    ///
    /// Plans change: every preset's plan has the source that it comes from, and a test fails when a check is older than
    /// ``maximumAgeInDays``.
    public struct Deprecation: Sendable, Hashable {
        /// How far the plan has come.
        public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
            /// OAuth 1.0a stays, with the limits in ``OAuth1Service/Deprecation/note``.
            case stays
            /// There is a successor beside OAuth 1.0a, and no plan to end OAuth 1.0a is known.
            case successorExists
            /// The service announced that OAuth 1.0a will end, and named no day.
            case announced
            /// OAuth 1.0a ends or has ended, on ``OAuth1Service/Deprecation/date`` or when the note says.
            case ends
        }

        /// How many days a check is trusted.
        public static let maximumAgeInDays = 180

        /// How far the plan has come.
        public var status: Status
        /// The day that the status is about, or `nil` if the service names none.
        ///
        /// Since when the successor exists, when the end was announced, or the last day of OAuth 1.0a.
        public var date: Day?
        /// What takes the place of OAuth 1.0a, such as `OAuth 2.0 with PKCE`, or `nil` if nothing is known.
        public var successor: String?
        /// The URL that exchanges a token of OAuth 1.0a for one of the successor, or `nil` if there is none.
        ///
        /// ``OAuth1Service/tokenExchange`` describes the request.
        public var exchange: String?
        /// What else an application has to know, in one or two sentences.
        public var note: String?
        /// The URL of the page that says so.
        public var source: String
        /// When the source was last checked.
        public var checkedOn: Day

        /// Creates a plan.
        ///
        /// - Parameters:
        ///   - status: How far the plan has come.
        ///   - date: The day that the status is about.
        ///   - successor: What takes the place of OAuth 1.0a.
        ///   - exchange: The URL that exchanges a token of OAuth 1.0a for one of the successor.
        ///   - note: What else an application has to know.
        ///   - source: The URL of the page that says so.
        ///   - checkedOn: When the source was last checked.
        public init(
            _ status: Status,
            date: Day? = nil,
            successor: String? = nil,
            exchange: String? = nil,
            note: String? = nil,
            source: String,
            checkedOn: Day
        ) {
            self.status = status
            self.date = date
            self.successor = successor
            self.exchange = exchange
            self.note = note
            self.source = source
            self.checkedOn = checkedOn
        }

        /// Whether the last check is too old to be trusted.
        ///
        /// - Parameter time: The time in seconds since 1970.
        /// - Returns: Whether more than ``maximumAgeInDays`` days have passed since ``checkedOn``.
        public func isStale(at time: Int64) -> Bool {
            Deprecation.days(at: time) - checkedOn.daysSince1970 > Int64(Deprecation.maximumAgeInDays)
        }

        /// How many days are left until the last day of OAuth 1.0a.
        ///
        /// - Parameter time: The time in seconds since 1970.
        /// - Returns: The days in UTC, 0 on the last day and less after it, or `nil` if no last day is known.
        public func daysLeft(at time: Int64) -> Int? {
            guard status == .ends, let date else { return nil }
            return Int(clamping: date.daysSince1970 - Deprecation.days(at: time))
        }

        /// The day of a time, rounded down for times before 1970, too.
        private static func days(at time: Int64) -> Int64 {
            let (days, rest) = time.quotientAndRemainder(dividingBy: 86_400)
            return rest < 0 ? days - 1 : days
        }
    }
}

extension OAuth1Service.Deprecation: CustomStringConvertible {
    /// The plan in one or more sentences, for logs and for people.
    public var description: String {
        var sentences: [String] = []
        switch status {
        case .stays: sentences.append("OAuth 1.0a stays.")
        case .successorExists:
            sentences.append("OAuth 1.0a has a successor\(date.map { " since \($0)" } ?? "").")
        case .announced:
            sentences.append("The end of OAuth 1.0a was announced\(date.map { " on \($0)" } ?? "").")
        case .ends: sentences.append("OAuth 1.0a ends\(date.map { " on \($0)" } ?? "").")
        }
        if let note { sentences.append(note) }
        if let successor { sentences.append("Successor: \(successor).") }
        if exchange != nil { sentences.append("Tokens can be exchanged with exchangeToken.") }
        return sentences.joined(separator: " ")
    }
}

extension OAuth1Service.Deprecation: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case status
        case date
        case successor
        case exchange
        case note
        case source
        case checkedOn
    }

    /// Reads a plan.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        let word: String = try fields.required(.status)
        self.init(
            try fields.choice(word, in: .status),
            date: try fields.optional(.date),
            successor: try fields.optional(.successor),
            exchange: try fields.optional(.exchange),
            note: try fields.optional(.note),
            source: try fields.required(.source),
            checkedOn: try fields.required(.checkedOn)
        )
    }
}
