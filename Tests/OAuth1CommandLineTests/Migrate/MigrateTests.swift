//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

@Suite("Migrating tokens from the command line")
struct MigrateTests {
    @Test("Each token is exchanged once, with an audit line for each step, and no secret is shown")
    func exchange() async throws {
        let harness = try MigrationHarness()
        let input = try Data(contentsOf: harness.input)
        let result = try await harness.run()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("5 of 5 tokens exchanged with Garmin Connect."), "\(result.errors)")
        #expect(result.output.isEmpty)
        let migrated = try harness.migrated
        #expect(Set(migrated.map(\.account)) == Set((1...5).map { "user-\($0)" }))
        #expect(Set(migrated.map(\.oauth1Token)).count == 5)
        #expect(Set(migrated.map(\.accessToken)).count == 5)
        #expect(harness.exchanges.values.sorted() == [1, 1, 1, 1, 1])
        #expect(harness.count("started") == 5 && harness.count("exchanged") == 5)
        #expect(try harness.mode(harness.output) == 0o600 && harness.mode(harness.audit) == 0o600)
        #expect(try Data(contentsOf: harness.input) == input)
        let shown = result.errors + harness.auditText
        for (token, secret) in try harness.tokens { #expect(!shown.contains(token) && !shown.contains(secret)) }
        for token in migrated { #expect(!shown.contains(token.accessToken)) }
        #expect(!shown.contains("garmin-refresh"))
        #expect(!shown.contains(harness.environment["OAUTH1_CONSUMER_SECRET"] ?? "-"))
        // Again: there is nothing left to do.
        let again = try await harness.run(["--json"])
        #expect(again.status == 0)
        #expect(again.output.contains("\"exchangedEarlier\" : 5"), "\(again.output)")
        #expect(harness.exchanges.values.sorted() == [1, 1, 1, 1, 1])
        #expect(try harness.migrated.count == 5)
    }

    @Test("A dry run says what would be sent, with the first request without secrets, and writes nothing")
    func dryRun() async throws {
        let harness = try MigrationHarness()
        let result = try await harness.run(["--dry-run"])
        #expect(result.status == 0)
        #expect(result.output.contains("5 to exchange at \(harness.service.announcement.baseURL)"), "\(result.output)")
        #expect(result.output.contains("> POST "))
        #expect(result.output.contains("oauth_signature=\"<redacted>\""))
        for (token, secret) in try harness.tokens {
            #expect(!result.output.contains(token) && !result.output.contains(secret))
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: harness.folder.path)
        // Libraries can create hidden folders of their caches there, as the folder is HOME.
        #expect(files.filter { !$0.hasPrefix(".") } == ["tokens.csv"])
        #expect(harness.exchanges.isEmpty)
    }

    @Test("Malformed rows and duplicates are listed with their lines, and the rest is exchanged")
    func badRows() async throws {
        let harness = try MigrationHarness(tokens: 3)
        let tokens = try harness.tokens
        let text = [
            "id,token,secret", "1,\(tokens[0].token),\(tokens[0].secret)", "2,only-a-token", "3,\"open",
            "4,\(tokens[0].token),\(tokens[0].secret)", "5,\"\(tokens[1].token)\",\"\(tokens[1].secret)\"",
            "6, spaced ,secret", "7,,secret",
        ]
        try Data(text.joined(separator: "\r\n").utf8).write(to: harness.input)
        let result = try await harness.run()
        // The quote on line 4 is not closed, so that it takes everything after it.
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("line 3: it has 2 fields, and the header has 3"), "\(result.errors)")
        #expect(result.errors.contains("line 4: it has text after a closing quote"), "\(result.errors)")
        #expect(try harness.migrated.map(\.account) == ["1"] || harness.migrated.count == 2)
        try Data(text.filter { !$0.hasSuffix("open") }.joined(separator: "\n").utf8).write(to: harness.input)
        let corrected = try await harness.run()
        #expect(corrected.status == 1)
        #expect(corrected.errors.contains("line 4 (4): the token is that of line 2"), "\(corrected.errors)")
        #expect(corrected.errors.contains("line 7: the token is missing") == false)
        #expect(corrected.errors.contains("line 6: the token "), "\(corrected.errors)")
        #expect(corrected.errors.contains("line 7: the token is empty"), "\(corrected.errors)")
        #expect(try Set(harness.migrated.compactMap(\.account)) == ["1", "5"])
        #expect(harness.exchanges == [tokens[0].token: 1, tokens[1].token: 1])
    }

    @Test("A token that the service rejects is listed, and tried again only if asked for")
    func rejected() async throws {
        let harness = try MigrationHarness(tokens: 2)
        let text = try String(contentsOf: harness.input, encoding: .utf8) + "revoked-token,revoked-secret,carol\n"
        try Data(text.utf8).write(to: harness.input)
        for arguments in [[], [], ["--retry-rejected"]] {
            let result = try await harness.run(arguments)
            #expect(result.status == 1)
            let line = "line 4 (carol): the token exchange was rejected: token_rejected"
            #expect(result.errors.contains(line), "\(result.errors)")
            #expect(!(result.errors + harness.auditText).contains("revoked-secret"))
            #expect(!(result.errors + harness.auditText).contains("revoked-token"))
        }
        #expect(harness.count("rejected") == 2)
        #expect(try harness.migrated.count == 2)
    }

    @Test("JSON Lines from standard input and a limit: the next run continues")
    func lines() async throws {
        let harness = try MigrationHarness(tokens: 3)
        let lines = try harness.tokens.enumerated()
            .map { "{\"user_id\":\($0),\"oauth_token\":\"\($1.token)\",\"oauth_token_secret\":\"\($1.secret)\"}" }
        let input = Data((lines + ["[1]", "{\"oauth_token\":7}"]).joined(separator: "\n").utf8)
        harness.arguments[3] = "-"
        let first = try await harness.run(["--limit", "1", "--json"], input: input)
        #expect(first.output.contains("\"pending\" : 2"), "\(first)")
        #expect(try harness.migrated.map(\.account) == ["0"])
        let second = try await harness.run(input: input)
        #expect(second.status == 1)
        #expect(second.errors.contains("line 4: it is not a JSON object"))
        #expect(second.errors.contains("line 5: the token is missing"), "\(second.errors)")
        #expect(try Set(harness.migrated.compactMap(\.account)) == ["0", "1", "2"])
        #expect(harness.exchanges.values.allSatisfy { $0 == 1 } && harness.exchanges.count == 3)
    }

    @Test("A terminal shows how far it is, and a pipe does not")
    func progress() async throws {
        let harness = try MigrationHarness(tokens: 3)
        let environment = harness.environment.merging(["TERM": "xterm"]) { $1 }
        let arguments = ["migrate"] + harness.arguments + ["--rate", "5/s"]
        let shown = try await ToolProcess.onTerminal(arguments, environment: environment)
        #expect(shown.status == 0)
        // On a slow machine, some are exchanged before the first line is shown.
        let lines = (0...3).map { "\r\u{1B}[2K\($0) exchanged" }
        #expect(lines.contains { shown.output.contains($0) }, "\(shown.output)")
        #expect(shown.output.contains("3 of 3 tokens exchanged"))
        let piped = try await harness.run()
        #expect(!piped.errors.contains("\r") && !piped.errors.contains("\u{1B}"))
    }

    @Test("X: the credentials of the OAuth 2.0 client are sent, and shown nowhere")
    func x() async throws {
        let harness = try MigrationHarness("x", tokens: 3)
        let preview = try await harness.run(["--dry-run", "--parameter", "scope=tweet.read"])
        #expect(preview.output.contains("Authorization: <redacted>"), "\(preview.output)")
        #expect(preview.output.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"))
        let result = try await harness.run()
        #expect(result.status == 0, "\(result)")
        #expect(try harness.migrated.count == 3)
        for text in [preview.output, result.errors, harness.auditText] {
            #expect(!text.contains("replica-oauth2-secret"))
            for (token, secret) in try harness.tokens { #expect(!text.contains(token) && !text.contains(secret)) }
        }
        let wrong = try MigrationHarness("x", tokens: 3)
        let file = wrong.folder.appendingPathComponent("secrets")
        try Data("OAUTH2_CLIENT_SECRET=wrong-secret\n".utf8).write(to: file)
        let stopped = try await wrong.run(["--secrets-file", file.path, "--concurrency", "1"])
        // Every other token would be rejected, too, so that none is marked as rejected.
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("invalid_client"), "\(stopped.errors)")
        #expect(wrong.count("started") == 1 && wrong.count("rejected") == 0)
        #expect(try await wrong.run().status == 0)
    }
}
#endif
