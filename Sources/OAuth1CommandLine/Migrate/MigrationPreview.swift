//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import Synchronization

/// What a migration would do: nothing is sent or written.
struct MigrationPreview {
    /// The summary of a dry run, as JSON.
    private struct Summary: Encodable {
        let service: String
        let url: String
        let rows: Int
        let toExchange: Int
        /// Of these, tokens whose earlier exchange may have succeeded.
        let repeated: Int
        let exchangedEarlier: Int
        let rejected: MigrationTally.Issues
        let uncertain: MigrationTally.Issues
        let malformed: MigrationTally.Issues
        let duplicates: MigrationTally.Issues
        let secondsAtRate: Int64
        let firstRequest: [String]?
    }

    /// Keeps the request instead of sending it.
    private final class Envelope: OAuth1Transport {
        private struct Unsent: Error {}
        private let request = Mutex<(HTTPRequest, [UInt8]?)?>(nil)

        var sent: (HTTPRequest, [UInt8]?)? { request.withLock(\.self) }

        func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
            self.request.withLock { $0 = (request, body) }
            throw Unsent()
        }
    }

    let target: MigrationTarget
    let rate: MigrationRate
    let input: String

    /// Reads the input, and prints what would happen.
    func run(_ queue: MigrationQueue, json: Bool) async throws {
        let (first, repeated) = try await queue.preview()
        let tally = await queue.tally
        let summary = Summary(
            service: target.service.id,
            url: target.exchange.endpoint.url,
            rows: tally.rows,
            toExchange: tally.pending,
            repeated: repeated,
            exchangedEarlier: tally.exchangedEarlier,
            rejected: tally.rejected,
            uncertain: tally.uncertain,
            malformed: tally.malformed,
            duplicates: tally.duplicates,
            secondsAtRate: (rate.interval * tally.pending).components.seconds,
            firstRequest: try await first.asyncMap { try await request(of: $0) }
        )
        if json { return try JSONOutput.write(summary) }
        print(text(summary))
    }

    /// The request of a token without secrets and signature.
    private func request(of row: TokenRow) async throws -> [String] {
        let envelope = Envelope()
        do {
            _ = try await target.exchange(row.token, with: target.makeClient(transport: envelope))
        } catch {
            // Before it would have been sent.
            guard envelope.sent != nil else { throw error }
        }
        guard let (request, body) = envelope.sent else { return [] }
        return CallTrace(hiding: target.secrets(with: row.token)).lines(request, body)
    }

    private func text(_ summary: Summary) -> String {
        var lines = ["Dry run: nothing was sent or written.", ""]
        lines.append("\(input) has \(summary.rows) \(summary.rows == 1 ? "row" : "rows").")
        if summary.exchangedEarlier > 0 { lines.append("\(summary.exchangedEarlier) exchanged in earlier runs.") }
        lines.append(
            "\(summary.toExchange) to exchange at \(summary.url). At \(rate), that takes \(max(1, summary.secondsAtRate)) "
                + (summary.secondsAtRate > 1 ? "seconds or more." : "second or more.")
        )
        if summary.repeated > 0 {
            lines.append(
                "\(summary.repeated) of them again, because nobody knows whether an earlier exchange succeeded."
            )
        }
        lines += MigrationReport.list("rejected", summary.rejected)
        lines += MigrationReport.list("uncertain", summary.uncertain)
        lines += MigrationReport.list("malformed", summary.malformed)
        lines += MigrationReport.list("duplicate", summary.duplicates)
        if let request = summary.firstRequest { lines += ["", "The first request, without secrets:"] + request }
        return lines.joined(separator: "\n")
    }
}

extension MigrationQueue {
    /// Reads the whole input, and returns the first token to exchange, and how many would be sent again.
    fileprivate func preview() throws -> (first: TokenRow?, repeated: Int) {
        var (first, repeated): (TokenRow?, Int) = (nil, 0)
        try drain { item in
            if first == nil { first = item.row }
            if item.repeats { repeated += 1 }
        }
        return (first, repeated)
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await transform(self) } else { nil }
    }
}
#endif
