//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1Client

/// The summary of a migration.
struct MigrationReport: Encodable {
    /// Why the run stopped before its end.
    struct Stop: Encodable {
        let reason: String
        let retryAfterSeconds: Int64?
    }

    /// The most issues of each kind in the text.
    static let maximumIssues = 20

    let service: String
    let input: String
    let output: String
    let audit: String
    let rows: Int
    let exchanged: Int
    let exchangedEarlier: Int
    let repeated: Int
    let pending: Int
    let rejected: MigrationTally.Issues
    let uncertain: MigrationTally.Issues
    let malformed: MigrationTally.Issues
    let duplicates: MigrationTally.Issues
    let stopped: Stop?
    /// The exit status.
    let status: Int32

    private let serviceName: String
    private let repetition: OAuth1Service.TokenExchange.Repetition

    private enum CodingKeys: String, CodingKey {
        case service, input, output, audit, rows, exchanged, exchangedEarlier, repeated, pending, rejected, uncertain
        case malformed, duplicates, stopped, status
    }

    init(target: MigrationTarget, paths: MigrationPaths, input: String, _ tally: MigrationTally, _ stop: MigrationStop?)
    {
        service = target.service.id
        serviceName = target.service.name
        repetition = target.exchange.repetition
        self.input = input
        output = paths.output
        audit = paths.audit
        rows = tally.rows
        exchanged = tally.exchanged
        exchangedEarlier = tally.exchangedEarlier
        repeated = tally.repeated
        pending = tally.pending
        (rejected, uncertain) = (tally.rejected, tally.uncertain)
        (malformed, duplicates) = (tally.malformed, tally.duplicates)
        var delay: Int64?
        if case .temporary(_, let wait)? = stop { delay = wait?.components.seconds }
        stopped = stop.map { Stop(reason: $0.text, retryAfterSeconds: delay) }
        let hasIssues = rejected.count + uncertain.count + malformed.count > 0
        let own: ExitStatus = hasIssues ? .failed : .success
        status = (stop.map { $0.status == .success ? own : $0.status } ?? own).rawValue
    }

    var exitStatus: ExitStatus { ExitStatus(rawValue: status) ?? .failed }

    /// The summary for people.
    var text: String {
        var lines = ["\(exchanged) of \(rows) tokens exchanged with \(serviceName)"]
        if exchangedEarlier > 0 { lines[0] += ", \(exchangedEarlier) in earlier runs" }
        lines[0] += "."
        if repeated > 0 {
            lines.append(
                "\(repeated) of them were sent again, because nobody knew whether an earlier exchange succeeded."
            )
        }
        lines += MigrationReport.list("rejected", rejected)
        lines += MigrationReport.list("uncertain", uncertain)
        if uncertain.count > 0 { lines.append("  \(explanation)") }
        lines += MigrationReport.list("malformed", malformed)
        lines += MigrationReport.list("duplicate", duplicates)
        if pending > 0 { lines.append("\(pending) left.") }
        if let stopped { lines.append("Stopped: \(stopped.reason)") }
        lines.append("Tokens: \(output). Audit: \(audit).")
        return lines.joined(separator: "\n")
    }

    /// What to do about uncertain tokens.
    private var explanation: String {
        let start = "Nobody knows whether \(serviceName) exchanged these. "
        switch repetition {
        case .replaces: return start + "Run the command again: \(serviceName) then replaces the OAuth 2.0 token."
        case .rejected:
            return start
                + "\(serviceName) rejects a second exchange: if it did, these users have to log in with OAuth 2.0."
        case .undocumented:
            return start
                + "\(serviceName) does not document a second exchange. Ask its support, or send them again with "
                + "--repeat-uncertain."
        }
    }

    /// A heading, and the first issues of a kind.
    static func list(_ name: String, _ issues: MigrationTally.Issues) -> [String] {
        guard issues.count > 0 else { return [] }
        var lines = ["\(issues.count) \(name):"]
        lines += issues.first.prefix(maximumIssues)
            .map { issue in
                "  line \(issue.line)\(issue.account.map { " (\($0))" } ?? ""): \(issue.reason)"
            }
        if issues.count > maximumIssues { lines.append("  and \(issues.count - maximumIssues) more") }
        return lines
    }
}
#endif
