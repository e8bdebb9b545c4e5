//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client

@testable import OAuth1CommandLine

/// A user's configuration folder for the time of a test, and the tool that uses it.
struct UserFolder: Sendable {
    let folder: URL

    static func with(_ use: @escaping @Sendable (UserFolder) async throws -> Void) async throws {
        try await ToolProcess.withFolder { try await use(UserFolder(folder: $0)) }
    }

    var storeFile: URL { folder.appendingPathComponent("config/oauth1/profiles.json") }

    /// What the tool finds in its environment.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        [
            "HOME": folder.path, "XDG_CONFIG_HOME": folder.appendingPathComponent("config").path, "TERM": "xterm",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        .merging(more) { $1 }
    }

    /// Runs the tool on another thread.
    func run(
        _ arguments: [String],
        environment more: [String: String] = [:],
        input: String = ""
    ) async throws -> Tool.Result {
        try await ToolProcess.run(arguments, environment: environment(more), input: Data(input.utf8))
    }

    /// Runs the tool in a session that has no terminal, even if the tests have one.
    func runWithoutTerminal(_ arguments: [String]) async throws -> Tool.Result {
        // In a new process, as only one that leads no group can start a session.
        let script = """
            import os, sys
            process = os.fork()
            if process == 0:
                os.setsid()
                os.execv(sys.argv[1], sys.argv[1:])
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
            """
        let words = ["python3", "-c", script, try Tool.executable().path] + arguments
        let variables = environment()
        return try await ToolProcess.blocking {
            try ToolProcess.launch(URL(fileURLWithPath: "/usr/bin/env"), words, environment: variables)
        }
    }

    /// Stores a login for a service without a request.
    @discardableResult
    func store(
        _ name: String? = nil,
        account: String? = nil,
        _ more: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> Tool.Result {
        let service = try name ?? serviceFile()
        return try await run(
            ["login", service, "--with-token"] + (account.map { ["--account", $0] } ?? []) + more,
            environment: environment,
            input: UserFolder.lines
        )
    }

    /// A service without a call that checks a login, so that nothing is sent.
    func serviceFile() throws -> String {
        let service = OAuth1Service(
            id: "notes",
            name: "Notes",
            flow: .staticToken,
            apiBaseURL: "https://notes.example"
        )
        let file = folder.appendingPathComponent("notes.json")
        try JSONEncoder().encode(service).write(to: file, options: .atomic)
        return file.path
    }

    static let secrets = ["consumer-secret-of-a-test", "token-secret-of-a-test"]
    static let lines = """
        OAUTH1_CONSUMER_KEY=key-of-a-test
        OAUTH1_CONSUMER_SECRET=consumer-secret-of-a-test
        OAUTH1_TOKEN=token-of-a-test
        OAUTH1_TOKEN_SECRET=token-secret-of-a-test

        """

    /// The store as it is read by the tool.
    func document() throws -> ProfileDocument { try ProfileStore(environment: environment()).document() }

    /// The mode of a file or folder.
    func mode(_ url: URL) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions]
        return (value as? NSNumber)?.intValue ?? -1
    }

    func setMode(_ mode: Int, _ url: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    }

    /// A browser that decides on the consent page and follows the redirect; its last page is in a file.
    func browser(_ decision: String) throws -> String {
        let script = folder.appendingPathComponent("browser-\(decision)")
        let text = """
            #!/bin/sh
            env > '\(folder.path)/browser.environment'
            url=$1
            set -- -d decision=\(decision)
            for field in $(curl -s "$url" | tr '>' '\\n' | sed -n \
            's/.*type="hidden" name="\\([^"]*\\)" value="\\([^"]*\\)".*/\\1=\\2/p'); do
                set -- "$@" --data-urlencode "$field"
            done
            curl -s -L "$@" "$url" > '\(folder.path)/page.part'
            mv '\(folder.path)/page.part' '\(folder.path)/page'

            """
        try Data(text.utf8).write(to: script)
        try setMode(0o700, script)
        return script.path
    }

    /// A new file.
    func emptyFile() throws -> URL {
        let url = folder.appendingPathComponent(UUID().uuidString)
        try Data().write(to: url)
        return url
    }

    /// A file that another process writes.
    func eventually(_ name: String) async throws -> String {
        let url = folder.appendingPathComponent(name)
        for _ in 0..<6_000 {
            if let data = try? Data(contentsOf: url), !data.isEmpty { return String(decoding: data, as: UTF8.self) }
            try await Task.sleep(for: .milliseconds(20))
        }
        return ""
    }
}

extension CallService {
    /// The options that describe this service.
    var endpoints: [String] {
        [
            "--request-token-url", origin + "/oauth/request_token", "--authorize-url", origin + "/oauth/authorize",
            "--access-token-url", origin + "/oauth/access_token", "--api-url", origin, "--probe-url",
            origin + "/api/pages",
        ]
    }

    /// The consumer key and secret in the environment.
    static var consumer: [String: String] {
        ["OAUTH1_CONSUMER_KEY": client.key, "OAUTH1_CONSUMER_SECRET": client.secret.reveal()]
    }
}
#endif
