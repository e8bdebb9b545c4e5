//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// A line of the audit file.
///
/// It names a token by its hash, and has neither tokens nor secrets.
struct AuditRecord: Codable, Sendable, Equatable {
    /// What happened.
    enum Event: String, Codable, Sendable {
        /// A run of the command started.
        case run
        /// The exchange is sent next. Without another line for the token, its outcome is not known.
        case started
        /// The OAuth 2.0 token is in the output.
        case exchanged
        /// The service rejected the token.
        case rejected
        /// The service has a temporary problem, or was not reached: this attempt did not exchange the token.
        case postponed
        /// Nobody knows whether the service exchanged the token: its response did not arrive, or was not stored.
        case uncertain
        /// The run stopped.
        case stopped
    }

    /// When, in UTC.
    let time: String
    let event: Event
    /// The line of the token in the input.
    var line: Int?
    var account: String?
    /// The hash of the token.
    var token: String?
    /// How often this run has sent the token.
    var attempt: Int?
    /// Whether an earlier exchange of the token may have succeeded.
    var repeats: Bool?
    var status: Int?
    var reason: String?
    /// The service, in the line of a run.
    var service: String?
    var url: String?

    init(_ event: Event, at date: Date = Date()) {
        time = date.formatted(.iso8601)
        self.event = event
    }

    /// A line about a token.
    init(_ event: Event, _ row: TokenRow, attempt: Int? = nil, repeats: Bool = false) {
        self.init(event)
        (line, account, token, self.attempt) = (row.line, row.account, row.hash, attempt)
        if repeats { self.repeats = true }
    }

    /// The line without its line break.
    var bytes: [UInt8] { get throws { try JSONLine.encode(self) } }
}

/// A value as a line of JSON.
enum JSONLine {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(value))
    }
}
#endif
