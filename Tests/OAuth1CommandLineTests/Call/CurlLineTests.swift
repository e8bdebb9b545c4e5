//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import Testing

@testable import OAuth1CommandLine

@Suite("Signed curl lines")
struct CurlLineTests {
    /// Shells that may be there, and their arguments for commands from a file or, as when pasted, from their input.
    static let shells: [(path: String, arguments: [String])] = [
        ("/bin/bash", ["--noprofile", "--norc", "-i"]), ("/usr/bin/zsh", ["-f", "-i"]), ("/bin/dash", []),
    ]
    .filter { FileManager.default.isExecutableFile(atPath: $0.0) }

    @Test(
        "A verifying server accepts the lines of 200 generated requests, from every shell",
        .serialized,
        arguments: shells
    )
    func generated(shell: (path: String, arguments: [String])) async throws {
        try await CallService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                let configuration = "silent\noutput = /dev/null\nwrite-out = \"%{http_code}\\n\"\nmax-time = 60\n"
                try Data(configuration.utf8).write(to: folder.appendingPathComponent(".curlrc"))
                var generator = CurlRequests(seed: 7, folder: folder)
                let login = SigningLogin.options(
                    CallService.client,
                    service.token,
                    .hmacSHA1,
                    OAuth1SigningConfiguration(bodyHash: .nonFormBodies)
                )
                var lines: [String] = []
                for _ in 0..<200 {
                    let (method, path, options) = try generator.next()
                    let request = try UnsentRequest(method, service.origin + path, RequestOptions.parse(options))
                    lines.append(try CurlCommand.text(await request.signed(with: login)))
                }
                #expect(!lines.contains { $0.contains("\n") })
                let input = Data(lines.joined(separator: "\n").utf8) + Data("\n".utf8)
                let result = try await ToolProcess.blocking {
                    try ToolProcess.launch(
                        URL(fileURLWithPath: shell.path),
                        shell.arguments,
                        environment: [
                            "HOME": folder.path, "PATH": "/usr/bin:/bin", "TERM": "dumb", "LC_ALL": "C.UTF-8",
                        ],
                        input: input
                    )
                }
                let statuses = result.output.split(separator: "\n")
                #expect(
                    statuses.count { $0 == "200" } == 200,
                    "\(statuses.filter { $0 != "200" }) \(result.errors.suffix(2_000))"
                )
                for (line, status) in zip(lines, statuses) where status != "200" {
                    Issue.record("\(status): \(line)")
                    break
                }
            }
        }
    }

    @Test("--curl prints the line and sends nothing, and sign prints the same kind of line")
    func commands() async throws {
        try await CallService.withRunning { service in
            let arguments = ["--json", #"{"text":"it's \\ 100 %!"}"#, "--query", "q=a b"]
            let signed = ["sign", "POST", "/api/echo", "--output", "curl"]
            for command in [["post", "/api/echo", "--curl"], signed] {
                let result = try await service.call(command + arguments)
                #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
                #expect(result.output.hasPrefix("curl --path-as-is --globoff --request POST --header "))
                for secret in service.secrets { #expect(!result.output.contains(secret)) }
                let output = try await ToolProcess.blocking { try Tool.shell(result.output) }
                #expect(output == "POST\n/api/echo?q=a%20b\napplication/json\n-\n\(arguments[1])")
            }
        }
    }

    @Test("Bodies that curl can't be given in a line are rejected")
    func limits() async throws {
        try await ToolProcess.withFolder { folder in
            let file = folder.appendingPathComponent("f").path
            try Data(count: 1_048_577).write(to: URL(fileURLWithPath: file))
            let credentials = ["--consumer-key", "k", "--curl", "--body-file", file, "--content-type", "a/b"]
            for (command, expected) in [("post", "1048577 bytes"), ("head", "HEAD")] {
                let result = try await ToolProcess.run(
                    [command, "https://h.example/"] + credentials,
                    environment: ["OAUTH1_CONSUMER_SECRET": "s"]
                )
                #expect(result.status == 64 && result.errors.contains(expected), "\(result)")
            }
        }
    }
}

/// Requests with what shells and curl read in their own way.
private struct CurlRequests {
    private static let texts = [
        "a", "it's", "\"q\"", "\\", "\\\\n", "!", "!!", "!x", "$HOME", "$(id)", "`id`", "%20", "%", "%s", "&", ";", "|",
        "*",
        "?", "[1-3]", "{a,b}", "~", "#", "<", ">", "é", "日本", "🙂", " ", "+", "=", "@", "@/etc/passwd", "\t", "\n",
        "\r\n",
        "\u{1B}", "''", "'\\''", "-d", "\u{0}",
    ]

    var state: UInt64
    let folder: URL
    private var count = 0

    init(seed: UInt64, folder: URL) {
        state = seed
        self.folder = folder
    }

    private mutating func pick(_ below: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(below))
    }

    private mutating func text(withControls: Bool = true) -> String {
        let allowed = CurlRequests.texts.filter { withControls || !$0.unicodeScalars.contains { $0.value < 0x20 } }
        return (0...pick(4)).map { _ in allowed[pick(allowed.count)] }.joined()
    }

    /// Method, path and options of the next request.
    mutating func next() throws -> (String, String, [String]) {
        count += 1
        var options: [String] = []
        for _ in 0..<pick(3) { options.append("--query=n\(text())=\(text())") }
        let note = text(withControls: false).trimmingCharacters(in: .whitespaces)
        options += ["-H", "X-Note: \(note)"]
        let path = "/api/" + ["x", "a'b", "a!b", "a%2Fb", "é", "a;v=1", "$x", "(1)", "a*b", "a b"][pick(10)]
        let method = ["POST", "PUT", "PATCH", "DELETE", "POST"][pick(5)]
        switch pick(6) {
        case 0: return (["GET", "HEAD", "OPTIONS"][pick(3)], path, options)
        case 1, 2:
            for _ in 0...pick(3) { options.append("--data=n\(text())=\(text())") }
        case 3:
            let value = try JSONEncoder().encode([text(): text()])
            options.append("--json=\(String(decoding: value, as: UTF8.self))")
        case 4: options.append("--form=title=x\(text())")
        default:
            let file = folder.appendingPathComponent("\(count)")
            let bytes =
                count % 50 == 0
                ? [UInt8](repeating: 0x27, count: 130_000) : (0..<pick(400)).map { _ in UInt8(pick(256)) }
            try Data(bytes).write(to: file)
            options += ["--body-file", file.path, "--content-type", "application/x;a=\"b'c\""]
        }
        return (method, path, options)
    }
}
#endif
