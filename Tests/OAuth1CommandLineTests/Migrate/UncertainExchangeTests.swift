//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import Testing

@testable import OAuth1Client
@testable import OAuth1CommandLine

@Suite("Exchanges whose outcome is not known")
struct UncertainExchangeTests {
    /// What an error means, in one word.
    private static func name(_ error: OAuth1ClientError) -> String {
        switch ExchangeOutcome(error) {
        case .token: "token"
        case .rejected: "rejected"
        case .unusable: "unusable"
        case .temporary: "temporary"
        case .unanswered: "unanswered"
        case .unreadable: "unreadable"
        }
    }

    @Test("After a server error other than 503, and after 408, the token may have been exchanged")
    func statuses() {
        let expected = [
            500: "unanswered", 502: "unanswered", 504: "unanswered", 408: "unanswered", 520: "unanswered",
            503: "temporary", 429: "temporary", 400: "rejected", 404: "unusable",
        ]
        for (code, outcome) in expected {
            var error = OAuth1ClientError(.tokenRequestRefused, "rejected", status: HTTPResponse.Status(code: code))
            #expect(Self.name(error) == outcome, "\(code)")
            guard outcome == "unanswered" else { continue }
            // A gateway's page about the service does not change that.
            error.oauth2Error = "temporarily_unavailable"
            #expect(Self.name(error) == outcome, "\(code)")
        }
    }

    @Test("A failure counts as not sent only if no connection was open")
    func transportFailures() {
        func outcome(_ kind: OAuth1TransportFailure.Kind, _ text: String) -> String {
            let cause = NSError(domain: "curl", code: 1, userInfo: [NSLocalizedDescriptionKey: text])
            let failure = OAuth1TransportFailure(kind)
            return Self.name(OAuth1ClientError(.transport, "failed", transportFailure: failure, cause: cause))
        }
        #expect(outcome(.connectionRefused, "Failed to connect to h.example: Connection refused") == "temporary")
        #expect(outcome(.hostNotFound, "Could not resolve host: h.example") == "temporary")
        #expect(outcome(.certificateUntrusted, "SSL certificate problem: self-signed certificate") == "temporary")
        #expect(outcome(.connectionRefused, "Recv failure: Connection refused") == "unanswered")
        #expect(outcome(.noTLS, "OpenSSL SSL_read: wrong version number") == "unanswered")
        #expect(outcome(.networkUnreachable, "Recv failure: No route to host") == "unanswered")
        #expect(outcome(.tls, "BoringSSL SSL_read: bad record MAC") == "unanswered")
        #expect(outcome(.timeout, "timed out") == "unanswered")
    }

    @Test("A gateway's 502 makes a token uncertain, three of them stop the run, and none is sent again unasked")
    func gateway() async throws {
        let harness = try MigrationHarness(tokens: 5, ["--fault", "html-error", "--fault-times", "3"])
        let stopped = try await harness.run(["--concurrency", "1"])
        #expect(stopped.status == 75, "\(stopped)")
        #expect(stopped.errors.contains("the outcome of 3 requests is not known"), "\(stopped.errors)")
        #expect(harness.count("started") == 3 && harness.count("uncertain") == 3 && harness.count("postponed") == 0)
        let second = try await harness.run()
        #expect(second.status == 1 && second.errors.contains("3 uncertain:"), "\(second)")
        #expect(harness.exchanges.count == 2)
        #expect(try await harness.run(["--repeat-uncertain"]).status == 0)
        #expect(try harness.migrated.count == 5)
    }

    @Test("A 503 for a token that is sent again does not make its earlier exchange certain")
    func postponed() async throws {
        let harness = try MigrationHarness(tokens: 1, ["--fault", "unavailable", "--fault-times", "1"])
        // The audit file of a run that was killed after the exchange.
        var run = AuditRecord(.run)
        run.service = "garmin"
        let token = try #require(try harness.tokens.first).token
        var started = AuditRecord(.started)
        started.token = TokenFingerprint.of(token).text
        let lines = try [run, started].map { String(decoding: try $0.bytes, as: UTF8.self) + "\n" }
        try Data(lines.joined().utf8).write(to: harness.audit)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: harness.audit.path)
        #expect(try await harness.run(["--repeat-uncertain", "--max-wait", "0"]).status == 75)
        #expect(harness.count("postponed") == 1)
        let later = try await harness.run()
        #expect(later.status == 1 && later.errors.contains("1 uncertain:"), "\(later)")
        #expect(harness.exchanges.isEmpty)
        #expect(try await harness.run(["--repeat-uncertain"]).status == 0)
    }

    @Test("A postponed attempt leaves what was known before it")
    func history() throws {
        let text = TokenFingerprint.of("token").text
        let fingerprint = try #require(TokenFingerprint(text))
        func state(after events: [AuditRecord.Event]) throws -> MigrationHistory.State? {
            var history = MigrationHistory()
            for event in events {
                var record = AuditRecord(event)
                record.token = text
                try history.readAudit(record.bytes)
            }
            return history.states[fingerprint]
        }
        #expect(try state(after: [.started, .postponed, .started, .postponed]) == nil)
        #expect(try state(after: [.started]) == .uncertain(isNoted: false))
        #expect(try state(after: [.started, .started, .postponed]) == .uncertain(isNoted: false))
        let noted: [AuditRecord.Event] = [.started, .uncertain]
        #expect(try state(after: noted + [.started, .postponed, .started, .postponed]) == .uncertain(isNoted: true))
        #expect(try state(after: noted + [.started]) == .uncertain(isNoted: true))
        #expect(try state(after: [.started, .rejected, .started, .postponed]) == .rejected("rejected"))
    }

    @Test("What was written before the disk was full stays in the output, and a part of a line is put aside")
    func fullDisk() async throws {
        let harness = try MigrationHarness(tokens: 3)
        _ = try await harness.run(["--limit", "1"])
        #expect(try harness.migrated.count == 1)
        // The output has space for 100 bytes more: `ulimit -f` counts 512 bytes each.
        let limit = 8_192
        let line = try Data(contentsOf: harness.output).dropLast()
        let padding = Data(repeating: UInt8(ascii: " "), count: limit - 101 - line.count)
        try replaceOutput(of: harness, with: line + padding + Data("\n".utf8))
        let executable = try Tool.executable().path
        let arguments = ["migrate"] + harness.arguments + ["--concurrency", "1"]
        let environment = harness.environment
        let full = try await ToolProcess.blocking {
            try ToolProcess.launch(
                URL(fileURLWithPath: "/bin/sh"),
                ["-c", "ulimit -f 16; trap '' XFSZ; exec \"$0\" \"$@\"", executable] + arguments,
                environment: environment
            )
        }
        #expect(full.status == 1 && full.errors.contains("can't be written"), "\(full)")
        #expect(try Data(contentsOf: harness.output).count == limit)
        let next = try await harness.run()
        #expect(next.status == 1 && next.errors.contains("1 uncertain:"), "\(next)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: harness.output.path + ".torn")).count == 100)
        #expect(try harness.migrated.count == 2)
        #expect(harness.exchanges.count == 3 && harness.exchanges.values.allSatisfy { $0 == 1 })
    }

    @Test("A line of which only the first byte was written is put aside")
    func firstByte() async throws {
        let harness = try MigrationHarness(tokens: 1)
        #expect(try await harness.run().status == 0)
        let complete = try Data(contentsOf: harness.output)
        try replaceOutput(of: harness, with: complete + Data("{".utf8))
        let result = try await harness.run()
        #expect(result.status == 0 && result.errors.contains("ended in an incomplete line"), "\(result)")
        #expect(try Data(contentsOf: harness.output) == complete)
        #expect(try Data(contentsOf: URL(fileURLWithPath: harness.output.path + ".torn")) == Data("{".utf8))
    }

    private func replaceOutput(of harness: MigrationHarness, with data: Data) throws {
        try data.write(to: harness.output)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: harness.output.path)
    }
}
#endif
