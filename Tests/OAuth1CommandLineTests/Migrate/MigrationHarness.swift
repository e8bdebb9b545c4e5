//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// A folder with the tokens of a replica in another process, and the tool that exchanges them.
final class MigrationHarness {
    /// A line of the output.
    struct Migrated: Decodable {
        let oauth1Token: String
        let accessToken: String
        let account: String?
        let line: Int

        private enum CodingKeys: String, CodingKey {
            case oauth1Token = "oauth1_token"
            case accessToken = "access_token"
            case account
            case line
        }
    }

    /// A request in the log of the replica.
    private struct Logged: Decodable {
        let event: String
        let target: String?
        let status: Int?
        let baseString: String?
    }

    let folder: URL
    let service: ServeProcess
    /// The arguments that every run has.
    var arguments: [String]
    private let name: String

    init(_ name: String = "garmin", tokens: Int = 5, _ faults: [String] = []) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        self.name = name
        let input = folder.appendingPathComponent("tokens.csv").path
        service = try ServeProcess(["--imitate", name, "--tokens", "\(tokens)", "--tokens-file", input] + faults)
        arguments = [
            "--service", name, "--input", input, "--output", folder.appendingPathComponent("new.jsonl").path,
            "--exchange-url", service.announcement.url("token exchange URL"), "--rate", "1000/s",
        ]
    }

    deinit {
        _ = service.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    var input: URL { folder.appendingPathComponent("tokens.csv") }
    var output: URL { folder.appendingPathComponent("new.jsonl") }
    var audit: URL { folder.appendingPathComponent("new.jsonl.audit.jsonl") }

    /// The credentials, and a home without stored logins.
    var environment: [String: String] {
        [
            "HOME": folder.path, "OAUTH1_CONSUMER_KEY": service.announcement.consumerKey,
            "OAUTH1_CONSUMER_SECRET": service.announcement.consumerSecret ?? "",
            "OAUTH2_CLIENT_ID": "replica-oauth2", "OAUTH2_CLIENT_SECRET": "replica-oauth2-secret",
        ]
    }

    /// Runs the tool to its end.
    func run(_ more: [String] = [], input: Data? = nil) async throws -> Tool.Result {
        try await ToolProcess.run(["migrate"] + arguments + more, environment: environment, input: input)
    }

    /// Starts the tool.
    func start(_ more: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = try Tool.executable()
        process.arguments = ["migrate"] + arguments + more
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// A file with the JSON of the service, changed.
    func serviceFile(_ change: (inout [String: Any]) -> Void) async throws -> String {
        let shown = try await ToolProcess.run(["services", "show", name, "--json"], environment: environment)
        var object = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any] ?? [:]
        change(&object)
        let file = folder.appendingPathComponent("service.json")
        try JSONSerialization.data(withJSONObject: object).write(to: file)
        return file.path
    }

    // MARK: What became of the tokens

    /// The tokens and secrets of the input.
    var tokens: [(token: String, secret: String)] {
        get throws {
            try String(contentsOf: input, encoding: .utf8).split(separator: "\n").dropFirst()
                .map { line in
                    let fields = line.split(separator: ",")
                    return (String(fields[0]), String(fields[1]))
                }
        }
    }

    /// The lines of the output.
    var migrated: [Migrated] {
        get throws {
            guard FileManager.default.fileExists(atPath: output.path) else { return [] }
            return try String(contentsOf: output, encoding: .utf8).split(separator: "\n")
                .map { try JSONDecoder().decode(Migrated.self, from: Data($0.utf8)) }
        }
    }

    var auditText: String { (try? String(contentsOf: audit, encoding: .utf8)) ?? "" }

    /// How many lines of the audit file have an event.
    func count(_ event: String) -> Int {
        auditText.split(separator: "\n").filter { $0.contains("\"event\":\"\(event)\"") }.count
    }

    /// How often the replica exchanged each token, by its log.
    var exchanges: [String: Int] {
        var counts: [String: Int] = [:]
        for line in service.output.split(separator: "\n") {
            guard let logged = try? JSONDecoder().decode(Logged.self, from: Data(line.utf8)), logged.status == 200,
                let text = logged.baseString, let start = text.range(of: "oauth_token%3D")?.upperBound
            else { continue }
            counts[String(text[start...].prefix { $0 != "%" }), default: 0] += 1
        }
        return counts
    }

    func mode(_ file: URL) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        return (value as? NSNumber)?.intValue ?? -1
    }
}
#endif
