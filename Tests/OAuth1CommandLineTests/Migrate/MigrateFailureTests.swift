//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

@Suite("Failures while tokens are migrated")
struct MigrateFailureTests {
    @Test("Killed three times and run again, every token is exchanged, and only those in flight are uncertain")
    func killed() async throws {
        let harness = try MigrationHarness(tokens: 200)
        let input = try Data(contentsOf: harness.input)
        for _ in 0..<3 {
            let before = try harness.migrated.count
            let process = try harness.start(["--rate", "400/s", "--concurrency", "4"])
            for _ in 0..<2_000 where process.isRunning {
                if harness.count("exchanged") >= before + 15 { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let last = try await harness.run(["--concurrency", "4"])
        let migrated = try harness.migrated
        let uncertain = harness.count("uncertain")
        #expect(uncertain <= 3 * 4)
        #expect(last.status == (uncertain == 0 ? 0 : 1), "\(last)")
        // None is exchanged twice, and none is lost without being listed.
        #expect(harness.exchanges.values.allSatisfy { $0 == 1 })
        #expect(Set(migrated.map(\.oauth1Token)).count == migrated.count)
        #expect(migrated.count + uncertain == 200)
        let repaired = try await harness.run(["--repeat-uncertain"])
        #expect(repaired.status == 0, "\(repaired)")
        #expect(try Set(harness.migrated.map(\.oauth1Token)).count == 200)
        #expect(try harness.migrated.count == 200)
        #expect(harness.exchanges.count == 200)
        #expect(harness.exchanges.values.filter { $0 > 1 }.count <= uncertain)
        #expect(try Data(contentsOf: harness.input) == input)
    }

    @Test("A rate limit is waited for as long as the service says, or ends the run with status 75")
    func rateLimit() async throws {
        for fault in ["rate-limit", "unavailable"] {
            let harness = try MigrationHarness(
                tokens: 4,
                ["--fault", fault, "--fault-after", "2", "--fault-times", "1"]
            )
            let stopped = try await harness.run(["--max-wait", "0", "--concurrency", "1"])
            #expect(stopped.status == 75, "\(stopped)")
            #expect(stopped.errors.contains("2 left."), "\(stopped.errors)")
            #expect(stopped.errors.contains("Run the command again in 1 second:"), "\(stopped.errors)")
            #expect(try harness.migrated.count == 2)
            #expect(try await harness.run().status == 0)
            #expect(harness.exchanges.count == 4 && harness.exchanges.values.allSatisfy { $0 == 1 })
        }
        let harness = try MigrationHarness(
            tokens: 4,
            ["--fault", "rate-limit", "--fault-after", "2", "--fault-times", "1"]
        )
        let result = try await harness.run(["--concurrency", "2"])
        #expect(result.status == 0, "\(result)")
        #expect(harness.count("postponed") == 1 && harness.exchanges.count == 4)
    }

    @Test("A service that is not there ends the run with status 75, and no token is uncertain")
    func unreachable() async throws {
        let other = try MigrationHarness(tokens: 2)
        other.arguments[7] = "http://127.0.0.1:9/exchange"
        let result = try await other.run(["--retry", "0"])
        #expect(result.status == 75, "\(result)")
        #expect(other.count("uncertain") == 0)
        #expect(try other.migrated.isEmpty)
    }

    @Test("A lost response is listed, and the token is sent again only if the service replaces the earlier one")
    func lostResponse() async throws {
        let faults = ["--fault", "truncated", "--fault-after", "1", "--fault-times", "1"]
        let harness = try MigrationHarness(tokens: 3, faults)
        let first = try await harness.run(["--concurrency", "1"])
        #expect(first.status == 1, "\(first)")
        #expect(first.errors.contains("1 uncertain:"), "\(first.errors)")
        #expect(first.errors.contains("--repeat-uncertain"))
        #expect(harness.count("uncertain") == 1)
        let second = try await harness.run()
        #expect(second.status == 1 && second.errors.contains("1 uncertain:"))
        #expect(harness.exchanges.values.allSatisfy { $0 == 1 })
        #expect(try await harness.run(["--repeat-uncertain"]).status == 0)
        #expect(try harness.migrated.count == 3)

        let replacing = try MigrationHarness(tokens: 3, faults)
        replacing.arguments[1] = try await replacing.serviceFile { service in
            var exchange = service["tokenExchange"] as? [String: Any] ?? [:]
            exchange["repetition"] = "replaces"
            service["tokenExchange"] = exchange
        }
        let result = try await replacing.run(["--concurrency", "1"])
        #expect(result.status == 0, "\(result)")
        #expect(replacing.exchanges.values.sorted() == [1, 1, 2])
    }

    @Test("The input is never written: an output that is the same file, also by a link, is an error")
    func sameFile() async throws {
        let harness = try MigrationHarness(tokens: 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: harness.input.path)
        let input = try Data(contentsOf: harness.input)
        let (symbolic, hard) = (
            harness.folder.appendingPathComponent("symbolic"), harness.folder.appendingPathComponent("hard")
        )
        try FileManager.default.createSymbolicLink(at: symbolic, withDestinationURL: harness.input)
        try FileManager.default.linkItem(at: harness.input, to: hard)
        for path in [harness.input.path, symbolic.path, hard.path] {
            for option in ["--output", "--audit"] {
                let result = try await harness.run([option, path])
                #expect(result.status == 64, "\(result)")
                #expect(result.errors.contains("is the same file as --input"), "\(result.errors)")
            }
        }
        let both = try await harness.run(["--audit", harness.output.path])
        #expect(both.status == 64 && both.errors.contains("is the same file as --output"), "\(both)")
        #expect(try Data(contentsOf: harness.input) == input)
        #expect(harness.exchanges.isEmpty)
    }

    @Test("A second process stops with status 75, and a file that others can read is an error")
    func secondProcess() async throws {
        let harness = try MigrationHarness(tokens: 20)
        // So slowly that it still runs when the others start, however busy the machine is.
        let process = try harness.start(["--rate", "1/min", "--concurrency", "1"])
        for _ in 0..<24_000 where harness.count("started") == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let second = try await harness.run()
        #expect(second.status == 75 && second.errors.contains("another process"), "\(second)")
        let copy = harness.folder.appendingPathComponent("copy.csv")
        try FileManager.default.copyItem(at: harness.input, to: copy)
        let other = try await harness.run(["--input", copy.path])
        #expect(other.status == 75 && other.errors.contains("another process is writing"), "\(other)")
        // The request in progress is completed, and its token is stored.
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(try harness.migrated.count == harness.exchanges.count)
        #expect(harness.count("stopped") == 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: harness.output.path)
        let open = try await harness.run()
        #expect(open.status == 66 && open.errors.contains("chmod 600"), "\(open)")
    }

    @Test("A line that a crash left incomplete is put aside, and its token is uncertain")
    func tornLine() async throws {
        let harness = try MigrationHarness(tokens: 3)
        #expect(try await harness.run().status == 0)
        let text = try String(contentsOf: harness.output, encoding: .utf8)
        let handle = try FileHandle(forWritingTo: harness.output)
        try handle.truncate(atOffset: UInt64(text.utf8.count - 20))
        try handle.close()
        let result = try await harness.run()
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("ended in an incomplete line"), "\(result.errors)")
        #expect(result.errors.contains("1 uncertain:"))
        #expect(try harness.migrated.count == 2)
        let torn = URL(fileURLWithPath: harness.output.path + ".torn")
        #expect(try harness.mode(torn) == 0o600)
        #expect(try String(contentsOf: torn, encoding: .utf8).hasPrefix("{"))
        // Only the line break is missing.
        let complete = try String(contentsOf: harness.output, encoding: .utf8)
        try Data(complete.utf8.dropLast()).write(to: harness.output)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: harness.output.path)
        #expect(try await harness.run(["--repeat-uncertain"]).status == 0)
        #expect(try harness.migrated.count == 3)
    }

    @Test("The files of another migration are an error")
    func otherFiles() async throws {
        let harness = try MigrationHarness(tokens: 1)
        #expect(try await harness.run().status == 0)
        let audit = try await harness.run(["--audit", harness.folder.appendingPathComponent("other").path])
        #expect(audit.status == 64 && audit.errors.contains("does not know of it"), "\(audit)")
        let service = try await harness.run(["--service", "x", "--oauth2-client-id", "id"])
        #expect(service.status == 64 && service.errors.contains("is of a migration with garmin"), "\(service)")
        let notes = harness.folder.appendingPathComponent("notes")
        try Data("my notes".utf8).write(to: notes)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: notes.path)
        let foreign = try await harness.run(["--output", notes.path, "--audit", notes.path + ".audit"])
        #expect(foreign.status == 66 && foreign.errors.contains("is not a file that oauth1 migrate wrote"))
        #expect(try String(contentsOf: notes, encoding: .utf8) == "my notes")
        try Data("{}\n".utf8).write(to: harness.output)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: harness.output.path)
        let unreadable = try await harness.run()
        #expect(unreadable.status == 66 && unreadable.errors.contains("line 1"), "\(unreadable)")
    }

    private static let canChooseAuthorities: Bool = {
        #if canImport(Security)
        true
        #else
        false
        #endif
    }()

    @Test(
        "Wrong arguments exit with 64, unreadable files with 66",
        arguments: [
            (["--service", "garmn"], 64, "Did you mean garmin?"),
            (["--service", "netsuite"], 64, "Did you mean netsuite-tba?"),
            (["--service", "discogs"], 64, "no known exchange"),
            (["--service", "here"], 64, "not tokens of users"),
            (["--rate", "10"], 64, "--rate"),
            (["--concurrency", "0"], 64, "--concurrency"),
            (["--output", "-"], 64, "need files"),
            (["--input", "/nowhere/tokens.csv"], 66, "can't read /nowhere/tokens.csv"),
            (["--input", "/"], 66, "can't read /"),
            (["--token-column", "nothing"], 66, "names no column for the token"),
            (["--output", "/nowhere/new.jsonl"], 66, "can't be opened for writing"),
            (["--exchange-url", "ftp://x.example"], 64, "--exchange-url"),
            // Linux has no such option of its HTTP library, and elsewhere the file has no certificates.
            (["--cacert", "/dev/null"], canChooseAuthorities ? 66 : 64, "--cacert"),
        ]
    )
    func usage(arguments: [String], status: Int32, text: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("tokens.csv")
        try Data("token,secret\na,b\n".utf8).write(to: input)
        let result = try await ToolProcess.run(
            [
                "migrate", "--service", "garmin", "--input", input.path, "--output",
                folder.appendingPathComponent("new.jsonl").path,
            ] + arguments,
            environment: ["HOME": folder.path, "OAUTH1_CONSUMER_KEY": "key", "OAUTH1_CONSUMER_SECRET": "secret"]
        )
        #expect(result.status == status, "\(result)")
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
#endif
